"""Runs that are killed, and disks that are full: ``python -m benchmarks.killed``.

A run of ``annotate`` over each format is killed at any moment of its life, over an output that is there already. Then the
output must be the old one or the whole new one, and the next run to the same place must finish and remove what the
killed one left. A run that may write only so many bytes must say so in one line with the exit code 2, and leave the
old output alone. The command prints counts; its exit code is 1 where something was lost.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from benchmarks.engines import ROOT
from benchmarks.fuzz_files import FORMATS
from benchmarks.inputs import SEED, distinct
from coedu_zones.files import annotate

ROWS: Final = 2_000
OLD: Final = b"the output of last week"
Limit = Callable[[], object] | None
#: What must never be counted.
LOST: Final = frozenset({"half a file", "left behind", "no second run", "a wrong exit code", "many lines"})


def source(folder: Path, suffix: str) -> Path:
    """A table of addresses in a format."""
    lines = folder / "source.jsonl"
    lines.write_text("".join(json.dumps({"地址": text}) + "\n" for text in distinct(ROWS)), "utf-8")
    if suffix == "jsonl":
        return lines
    found = folder / f"source.{suffix}"
    annotate(lines, found, column="地址", fields=["code"], prefix="former_")
    return found


def start(given: Path, target: Path, limit: Limit = None) -> subprocess.Popen[str]:
    """A run that replaces the target."""
    command = [
        sys.executable,
        "-m",
        "coedu_zones",
        "annotate",
        str(given),
        "--column",
        "地址",
        "-o",
        str(target),
        "--force",
    ]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, preexec_fn=limit,  # noqa: PLW1509
    )  # fmt: skip


def finish(run: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit code of a run and what it said."""
    _, said = run.communicate()
    return run.returncode, said


def content(path: Path) -> bytes | dict[str, bytes]:
    """What a file holds; of a workbook its parts without the times at which they were written."""
    if path.suffix != ".xlsx" or not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist() if name != "docProps/core.xml"}


@contextmanager
def place(suffix: str) -> Iterator[tuple[Path, Path]]:
    """A table in a format, and where its output is to stand, alone in a folder."""
    with tempfile.TemporaryDirectory() as name:
        target = Path(name, "place", f"out.{suffix}")
        target.parent.mkdir()
        yield source(Path(name), suffix), target


def left_behind(target: Path) -> bool:
    """Whether anything stands beside the output."""
    return {path.name for path in target.parent.iterdir()} != {target.name}


def killed(suffix: str, runs: int, seed: int = SEED) -> Counter[str]:
    """Kill so many runs over one format and count what came of them."""
    counts: Counter[str] = Counter()
    chance = random.Random(f"{suffix} {seed}")
    with place(suffix) as (given, target):
        begun = time.monotonic()
        finish(start(given, target))
        whole, seconds = content(target), time.monotonic() - begun
        for at in range(runs):
            target.write_bytes(OLD)
            run = start(given, target)
            time.sleep(chance.uniform(0, seconds * 1.05))
            run.kill()
            code, _ = finish(run)
            old = target.read_bytes() == OLD
            counts["old output" if old else "whole output" if content(target) == whole else "half a file"] += 1
            counts["killed" if code < 0 else "done before"] += 1
            if at % 5 == 4 or at == runs - 1:  # the next run to the same place
                code, _ = finish(start(given, target))
                counts["second runs"] += 1
                if code not in {0, 1} or content(target) != whole:
                    counts["no second run"] += 1
                if left_behind(target):
                    counts["left behind"] += 1
    return counts


def full(suffix: str, runs: int, seed: int = SEED) -> Counter[str]:
    """Let so many runs over one format write too few bytes and count what came of them."""
    import resource  # noqa: PLC0415 - Windows has none

    counts: Counter[str] = Counter()
    chance = random.Random(f"full {suffix} {seed}")
    with place(suffix) as (given, target):
        finish(start(given, target))
        size = target.stat().st_size
        for _ in range(runs):
            target.write_bytes(OLD)
            most = chance.randrange(size)
            limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (most, most))
            code, said = finish(start(given, target, limit))
            counts["refused" if code == 2 else "a wrong exit code"] += 1
            counts["old output" if target.read_bytes() == OLD else "half a file"] += 1
            counts["one line" if len(said.strip().splitlines()) == 1 else "many lines"] += 1
            if left_behind(target):
                counts["left behind"] += 1
    return counts


def shown(counts: Counter[str]) -> str:
    """Counts in a line."""
    return ", ".join(f"{count:,} {what}" for what, count in sorted(counts.items()))


def record(kind: Callable[[str, int], Counter[str]], runs: int, formats: Sequence[str]) -> dict[str, Any]:
    """What came of so many runs over all formats together."""
    found: dict[str, Counter[str]] = {}
    for at, suffix in enumerate(formats):
        found[suffix] = kind(suffix, runs // len(formats) + (at < runs % len(formats)))
        print(f"{kind.__name__:<10}{suffix:<9}{shown(found[suffix])}", file=sys.stderr, flush=True)
    counts = sum(found.values(), Counter[str]())
    return {"runs": runs, "formats": list(formats), "counts": dict(counts), "lost": sum(counts[bad] for bad in LOST)}


def main(arguments: list[str] | None = None) -> int:
    """Print counts; return 1 where something was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=200, help="runs that are killed, over all formats (200)")
    parser.add_argument("--full", type=int, default=50, help="runs on a full disk, over all formats (50)")
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=list(FORMATS))
    args = parser.parse_args(arguments)
    lost = 0
    for kind, runs in ((killed, args.runs), (full, args.full)):
        found = record(kind, runs, args.formats)
        print(f"{kind.__name__}: {runs:,} runs: {shown(Counter(found['counts']))}")
        lost += found["lost"]
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
