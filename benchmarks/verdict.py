"""A verdict for each promise: ``python -m benchmarks.verdict``.

Never confidently wrong, current, the same through every door, fast from the first pass, nothing lost: each is measured anew,
by the commands that the page of the verdict names, and written into ``docs/assets/verdict.json``, from which the page
takes every figure. ``--quick`` measures little of each, and the page says so.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import coedu_zones as cz
from benchmarks import bands, fuzz_files, killed, kinds, loading
from benchmarks.engines import ENVIRONMENTS, ROOT, environment
from benchmarks.page import table
from benchmarks.results import Results, percent, read, write
from benchmarks.speed import machine
from benchmarks.texts import Texts
from coedu_zones.charts.drawing import Language
from coedu_zones.frames.columns import FIELDS, resolve_columns
from tools.corpora import shared_atlas

VERDICT: Final = ROOT / "docs" / "assets" / "verdict.json"
SEED: Final = 2027
LONG: Final = "long"  # the trial of benchmarks/long_run.py


def reliability(size: int) -> Results:
    """By corpus: texts, answers, wrong ones, and those in the bands of 95 and more."""
    found = bands.measure(lambda text: bands.reading_of(cz.resolve(text)), limit=size)
    return {corpus: tally.record() for corpus, tally in found.corpora.items()}


def current(_: int) -> Results:
    """What each table was made from."""
    manifest = json.loads((ROOT / "src/coedu_zones/data/manifest.json").read_text("utf-8"))
    return {"data": manifest["data_version"], "sources": list(manifest["sources"].values())}


def doors(size: int) -> Results:
    """How many rows of each door are not those of ``resolve``."""
    texts = Texts(shared_atlas(), SEED).mixed(size)
    plain = [{f: v for f, v in cz.resolve(text).to_record().items() if f in FIELDS} for text in texts]
    found = {}
    for name, door in DOORS.items():
        try:
            rows = door(texts)
        except ImportError:
            continue
        wrong = sum(any(row[f] != v for f, v in own.items() if f in row) for row, own in zip(rows, plain, strict=True))
        found[name] = {"cases": len(texts), "differ": wrong}
    return found


def _rows(found: dict[str, Sequence[Any]]) -> list[dict[str, Any]]:
    fields = list(found)
    return [
        {f: tuple(v) if isinstance(v, list) else v for f, v in zip(fields, row, strict=True)}
        for row in zip(*found.values(), strict=True)
    ]


def _many(texts: list[str]) -> list[dict[str, Any]]:
    return [found.to_record() for found in cz.resolve_many(texts)]


def _columns(texts: list[str]) -> list[dict[str, Any]]:
    return _rows(dict(resolve_columns(texts)))


def _without_c(texts: list[str]) -> list[dict[str, Any]]:
    with patch("coedu_zones.resolver.normalizer.is_compiled", return_value=False):
        return _rows(dict(resolve_columns(texts, normalizer=cz.Normalizer())))


def _polars(texts: list[str]) -> list[dict[str, Any]]:
    import polars as pl  # noqa: PLC0415 - may be missing

    import coedu_zones.frames.polars  # noqa: F401, PLC0415

    named: Any = pl.col("text")
    frame = pl.DataFrame({"text": texts}).select(named.coedu.resolve().alias("found")).unnest("found")
    return _rows({name: frame[name].to_list() for name in frame.columns})


def _file(texts: list[str]) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as name:
        source, target = Path(name, "a.jsonl"), Path(name, "b.jsonl")
        source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
        cz.annotate(source, target, column="text", guard=False)
        rows = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    return [
        {k.removeprefix("place_"): tuple(v) if isinstance(v, list) else v for k, v in row.items() if k != "text"}
        for row in rows
    ]


DOORS: Final[dict[str, Callable[[list[str]], list[dict[str, Any]]]]] = {
    "resolve_many": _many, "resolve_columns": _columns, "resolve_columns without C": _without_c, "Polars": _polars,
    "annotate": _file,
}  # fmt: skip


def fast(size: int) -> Results:
    """Microseconds a row by kind of text, in the first pass and the last, and cpca's where it is installed."""
    given = kinds.passes(size, size * 10)
    python = environment("cpca") if (ENVIRONMENTS / "cpca" / "made").exists() else None
    resolve_columns(["渝水区"])
    found = {}
    for kind, texts in given.items():
        first, *_, last = (s / len(t) * 1e6 for s, t in zip(kinds.ours(texts), texts, strict=True))
        found[kind] = {"rows": len(texts[0]), "first": first, "last": last}
        if python is not None:
            found[kind]["cpca"] = kinds.cpca(python, texts)[-1] / len(texts[-1]) * 1e6
    return found


def lost(size: int) -> Results:
    """Killed runs, full disks, damaged files, and forks while the library loads; each with its day, as all take hours."""
    formats = list(fuzz_files.FORMATS)
    found: Results = {"killed": killed.record(killed.killed, size, formats)}
    found["full"] = killed.record(killed.full, max(len(formats), size // 4), formats)
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        for suffix, make in fuzz_files.FORMATS.items():
            for seed in range(10_000, 10_000 + size * 10):
                counts[fuzz_files.outcome(suffix, seed, Path(name), make())[0]] += 1
    found["damaged"] = {"files": counts.total(), "counts": dict(counts)}
    found["loading"] = {"counts": loading.measure(size * 50)}
    today = machine()["date"]
    return {trial: record | {"date": today} for trial, record in found.items()}


#: What is measured, how much of it, and how much for a glance.
PROMISES: Final[dict[str, tuple[Callable[[int], Results], int, int]]] = {
    "reliability": (reliability, 2000, 300), "current": (current, 0, 0), "doors": (doors, 5000, 1000), "fast": (fast, 1000, 200),
    "lost": (lost, 200, 5),
}  # fmt: skip


def tell_long(counts: dict[str, int]) -> None:
    """Write what came of a long run into the file of the page."""
    results = read(VERDICT)
    results["lost"]["found"][LONG] = {"counts": counts, "date": machine()["date"]}
    write(results, VERDICT)


class Page:
    """The tables of the page in one language."""

    def __init__(self, language: Language, path: Path = VERDICT) -> None:
        self.language: Language = language
        self.results = read(path)

    def say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def measured(self, promise: str) -> str:
        """When and where a promise was measured, and whether it was a glance."""
        at = self.results[promise]["measured"]
        glance = self.say("。这是粗略测量（`--quick`）", "; a glance only (`--quick`)") if at["quick"] else ""
        return self.say(
            f"{at['date']} 测于 {at['processor']}，{at['cores']} 核，开始时负载 {at['load at the start']}，版本 {at['version']}，数据 {at['data']}{glance}。",
            f"Measured on {at['date']} on {at['processor']}, {at['cores']} cores, load {at['load at the start']} at the "
            f"start, version {at['version']}, data {at['data']}{glance}.",
        )

    def reliability(self) -> str:
        """Answers and wrong ones by corpus."""
        head = [self.say(*words) for words in (
            ("语料", "corpus"), ("文字", "texts"), ("作答", "answers"), ("错", "wrong"), ("错 %", "wrong %"),
            ("95 分以上", "95 and more"), ("其中错", "of these wrong"),
        )]  # fmt: skip
        lines = []
        for corpus, found in self.results["reliability"]["found"].items():
            answers = found["texts"] - found["open"]
            sure = [row for row in found["bands"] if row[0] >= 95]
            counts = (found["texts"], answers, found["wrong"])
            lines.append([
                corpus, *(f"{count:,}" for count in counts), percent(found["wrong"] / max(1, answers), 2),
                f"{sum(row[1] for row in sure):,.0f}", f"{sum(row[2] for row in sure):,.0f}",
            ])  # fmt: skip
        return table(head, lines, right=range(1, len(head)))

    def current(self) -> str:
        """What each table was made from."""
        found = self.results["current"]["found"]
        head = [self.say("来源", "source"), self.say("版本", "version"), self.say("用于", "taken from it")]
        return table(head, [[s["package"], s["version"], s["used_for"]] for s in found["sources"]], right=())

    def doors(self) -> str:
        """The rows compared, and those that differ."""
        head = [self.say("入口", "door"), self.say("比较", "rows compared"), self.say("不同", "differ")]
        found = self.results["doors"]["found"]
        lines = [[door, f"{row['cases']:,}", f"{row['differ']:,}"] for door, row in found.items()]
        return table(head, lines, right=(1, 2))

    def fast(self) -> str:
        """Microseconds a row."""
        head = [self.say("文字", "text"), self.say("首遍", "first pass"), self.say("末遍", "last pass"), "cpca"]
        lines = [
            [kind, f"{row['first']:.1f}", f"{row['last']:.1f}", f"{row['cpca']:.1f}" if "cpca" in row else "–"]
            for kind, row in self.results["fast"]["found"].items()
        ]
        return table(head, lines, right=(1, 2, 3))

    def better(self) -> str:
        """The kinds of text that cpca reads faster, in the first pass."""
        rows = self.results["fast"]["found"]
        if not any("cpca" in row for row in rows.values()):
            return self.say(
                "这次测量没有装 cpca，速度没有比较。",
                "cpca was not installed for this measurement: speed was not compared.",
            )
        ahead = [kind for kind, row in rows.items() if row["cpca"] < row["first"]]
        none = self.say("没有", "none")
        return self.say(
            f"首遍里 cpca 更快的文字：{'、'.join(ahead) or none}。",
            f"Texts that cpca reads faster than the first pass here: {', '.join(ahead) or none}.",
        )

    def lost(self) -> str:
        """What came of kills, full disks, damage and forks."""
        head = [
            self.say("试验", "trial"),
            self.say("结果", "what came of it"),
            self.say("日期", "date"),
            self.say("命令", "command"),
        ]
        return table(head, list(self._lost()), right=())

    def _lost(self) -> Iterator[list[str]]:
        found = self.results["lost"]["found"]
        trials = {
            "killed": (self.say("被杀的运行", "killed runs"), "killed"),
            "full": (self.say("磁盘已满", "full disks"), "killed"),
            "damaged": (self.say("损坏的文件", "damaged files"), "fuzz_files"),
            "loading": (self.say("装载时的分叉和线程", "forks and threads while loading"), "loading"),
            LONG: (self.say("长时间运行", "long runs"), "long_run"),
        }
        for trial, (name, command) in trials.items():
            if trial not in found:
                continue
            counts = killed.shown(Counter(found[trial]["counts"]))
            yield [name, counts, found[trial]["date"], f"`python -m benchmarks.{command}`"]


def main(arguments: list[str] | None = None) -> int:
    """Measure the promises and write the file of the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="little of each; the page says so")
    parser.add_argument("--only", nargs="+", choices=PROMISES, default=list(PROMISES), metavar="PROMISE")
    args = parser.parse_args(arguments)
    results = read(VERDICT)
    for promise in args.only:
        measure, size, glance = PROMISES[promise]
        where: Results = machine()
        begun = time.monotonic()
        found = measure(glance if args.quick else size)
        if promise == "lost" and LONG in results["lost"]["found"]:
            found[LONG] = results["lost"]["found"][LONG]  # a run of its own tells it
        minutes = round((time.monotonic() - begun) / 60, 1)
        where |= {"version": cz.__version__, "data": cz.data_version(), "quick": args.quick, "minutes": minutes}
        results[promise] = {"found": found, "measured": where}
        write(results, VERDICT)
        print(f"{promise}: {minutes} minutes", file=sys.stderr, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
