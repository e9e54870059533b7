"""Damaged tables: each format is damaged in many ways, and ``annotate`` must finish or refuse, in one sentence.

``python -m benchmarks.fuzz_files --files 2000 --seed 1`` prints, for each format, how many damaged
files were read, how many were refused, and every other outcome with the seed that makes it again. A file is
never lost: what is read has as many rows in the output as were counted, and no temporary file is left.
``--one FORMAT SEED`` runs one seed and shows what it does.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from coedu_zones.errors import CoeduZonesError
from coedu_zones.files import annotate

ROWS = [["编号", "学校", "地址", "人数"], *(
    [f"{n:03}", f"第{n}小学", place, str(n * 7)]
    for n, place in enumerate(["江西省新余市渝水区", "安图县", "北京市朝阳区望京街", "", "农安县", "苹果手机"] * 3)
)]  # fmt: skip
TOKENS = [
    b"\x00", b"\xff", b"\xff\xfe", b'"', b"\r", b"\n", b",", b"\t", b"<", b">", b"&#0;", b"999999999999", b"-1", b"[" * 300,
    b"{}", b"\\ud800", b"NaN", b"1e999", b' r="0"', b' s="99999"', b' t="s"', b' t="d"', b' t="b"', b"\xed\xa0\x80", b"=1+1",
]  # fmt: skip


def csv_file() -> bytes:
    return "\n".join(",".join(row) for row in ROWS).encode()


def gb_file() -> bytes:
    return "\r\n".join("\t".join(row) for row in ROWS).encode("gb18030")


def json_lines() -> bytes:
    rows = (dict(zip(ROWS[0], row, strict=True)) | {"x": {"a": [1, 2.5, None]}} for row in ROWS[1:])
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def workbook() -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - an optional library

    book = Workbook()
    sheet = book.active
    for row in [["学校统计表"], *ROWS, ["合计", None, None, "=SUM(D3:D20)"]]:
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("B4:B6")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet() -> bytes:
    import pyarrow as pa  # noqa: PLC0415 - as above
    import pyarrow.parquet as pq  # noqa: PLC0415

    columns = {name: [row[at] for row in ROWS[1:]] for at, name in enumerate(ROWS[0])}
    out = io.BytesIO()
    pq.write_table(pa.table({**columns, "l": [[1, 2]] * len(ROWS[1:])}), out)
    return out.getvalue()


#: The end of a file's name → what makes a sound file.
FORMATS: dict[str, Callable[[], bytes]] = {
    "csv": csv_file, "tsv": gb_file, "jsonl": json_lines, "xlsx": workbook, "parquet": parquet,
}  # fmt: skip


def damaged(body: bytes, luck: random.Random) -> bytes:
    """Bytes flipped, cut out, doubled, put in from another place, or from the list of awkward ones."""
    found = bytearray(body)
    for _ in range(luck.choice((1, 1, 2, 5, 20))):
        at = luck.randrange(len(found) + 1)
        end = min(len(found), at + luck.choice((1, 2, 8, 64, 512)))
        match luck.randrange(6):
            case 0 if at < len(found):
                found[at] ^= 1 << luck.randrange(8)
            case 1:
                del found[at:end]
            case 2:
                found[at:at] = found[at:end] * luck.choice((1, 3))
            case 3:
                found[at:at] = luck.choice(TOKENS)
            case 4:
                found[at:end] = luck.randbytes(end - at)
            case _ if luck.random() < 0.3:
                del found[at:]
    return bytes(found)


def damaged_workbook(body: bytes, luck: random.Random) -> bytes:
    """A workbook of which one part is damaged, so that the damage is not only that of the archive."""
    if luck.random() < 0.25:
        return damaged(body, luck)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as source, zipfile.ZipFile(out, "w") as target:
        names = source.namelist()
        chosen = luck.choice([name for name in names if "theme" not in name and "docProps" not in name])
        for name in names:
            part = source.read(name)
            if name == chosen and luck.random() < 0.05:
                continue
            target.writestr(name, damaged(part, luck) if name == chosen else part)
    return out.getvalue()


def outcome(suffix: str, seed: int, folder: Path, sound: bytes) -> tuple[str, str]:
    """What becomes of one damaged file: ``read``, ``refused``, or what must not be."""
    luck = random.Random(f"{suffix} {seed}")
    source = folder / f"a.{suffix}"
    source.write_bytes((damaged_workbook if suffix == "xlsx" else damaged)(sound, luck))
    target = folder / f"b.{luck.choice(list(FORMATS))}"
    column = luck.choice((None, None, "地址", 3))
    try:
        summary = annotate(source, target, column=column, force=True)
    except (CoeduZonesError, OSError) as error:
        kind = "refused" if "\n" not in str(error) and len(str(error)) < 2_500 else "LONG MESSAGE"
        detail = str(error)
    except Exception:  # noqa: BLE001 - this is what is looked for
        return "TRACEBACK", traceback.format_exc()
    else:
        kind, detail = "read", str(summary)
        if summary.rows != sum(
            (
                summary.resolved,
                summary.ambiguous,
                summary.conflicting,
                summary.unresolved,
                summary.errors,
                summary.blank,
            )
        ):
            kind = "ROWS LOST"
    left = {path.name for path in folder.iterdir()} - {f"{letter}.{one}" for letter in "ab" for one in FORMATS}
    return ("LEFT BEHIND", str(left)) if left else (kind, detail)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns 1 when a file was neither read nor refused."""
    command = argparse.ArgumentParser(prog="python -m benchmarks.fuzz_files", description=__doc__)
    command.add_argument("--files", type=int, default=2_000, help="damaged files for each format (2000)")
    command.add_argument("--seed", type=int, default=1, help="the first seed")
    command.add_argument("--formats", nargs="+", choices=FORMATS, default=list(FORMATS))
    command.add_argument("--one", nargs=2, metavar=("FORMAT", "SEED"), help="only this seed, with what it does")
    args = command.parse_args(arguments)
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if args.one:
            suffix, seed = args.one
            print(*outcome(suffix, int(seed), folder, FORMATS[suffix]()), sep="\n")
            return 0
        for suffix in args.formats:
            counts: Counter[str] = Counter()
            started, slowest, sound = time.monotonic(), 0.0, FORMATS[suffix]()
            for seed in range(args.seed, args.seed + args.files):
                begun = time.monotonic()
                kind, detail = outcome(suffix, seed, folder, sound)
                slowest = max(slowest, time.monotonic() - begun)
                counts[kind] += 1
                if kind not in {"read", "refused"}:
                    bad += 1
                if kind not in {"read", "refused"} and counts[kind] <= 20:
                    print(f"{suffix} seed {seed}: {kind}: {detail.strip().splitlines()[-1][:200]}")
            shown = ", ".join(f"{rows:,} {kind}" for kind, rows in sorted(counts.items()))
            print(f"{suffix:8} {args.files:,} files, seeds {args.seed}–{args.seed + args.files - 1}: {shown}; "
                  f"slowest {slowest:.1f} s, all {time.monotonic() - started:.0f} s", flush=True)  # fmt: skip
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
