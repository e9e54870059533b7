"""Speed beside the rivals, in one run: ``python benchmarks/speed.py``.

Every engine answers the same texts: 20,000 different addresses under counties and
20,000 different texts of all kinds (``texts.py``), others in each round, and a column of
1,000,000 rows with 3,000 different names (``inputs.py``). Each runs alone in a process of
its own that has been warmed up (``stopwatch.py``); the engines take turns, so that a
machine that slows down slows them all, and the median of the rounds counts. A rival
that would need longer than ``--budget`` seconds for a round does fewer rows, and the
table says how many. The first round, in which the engines have seen next to nothing, is
told apart. ``fresh.py`` measures import, first answer, whole runs and memory.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import fresh
from benchmarks.engines import RIVALS, ROOT, environment
from benchmarks.inputs import NAMES, repetitive
from benchmarks.stopwatch import OURS
from benchmarks.texts import ADDRESSES, Texts
from tools.corpora import shared_atlas

YARDSTICK = "cpca"
TASKS = ("addresses", "mixed", "column")
SEED = 97


def texts_of(task: str, rows: int, turn: int) -> list[str]:
    """So many texts of a task for a round; the column is the same in every one."""
    if task == "column":
        return repetitive(rows)
    texts = Texts(shared_atlas(), SEED + turn)
    return texts.mixed(rows, ADDRESSES) if task == "addresses" else texts.mixed(rows)


class Timed:
    """One engine's process, and the seconds of its rounds."""

    def __init__(self, name: str, source: Path, clock: str, label: str) -> None:
        self.name = name
        self.label = label
        python = environment(name) if name in RIVALS else Path(sys.executable)
        self.process = subprocess.Popen(
            [python, "-W", "ignore", "-m", "benchmarks.stopwatch", name, clock],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(source)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        ready = self._ask(None)
        self.versions: dict[str, str] = ready["versions"]
        self.pace: float = ready["pace"]
        self.rows: dict[str, int] = {}
        self.seconds: dict[str, list[float]] = {task: [] for task in TASKS}

    def _ask(self, task: object) -> Any:
        """Send a task, if there is one, and read the next line of the process."""
        into, out = self.process.stdin, self.process.stdout
        if into is None or out is None:
            raise RuntimeError(f"{self.name} was started without pipes")
        if task is not None:
            into.write(json.dumps(task) + "\n")
            into.flush()
        line = out.readline()
        if not line:
            raise RuntimeError(f"the process of {self.name} ended")
        return json.loads(line)

    def round(self, task: str, file: Path, rows: int, budget: float) -> None:
        """Do a task once; the first time tells whether a rival does all of its rows."""
        if task not in self.rows:
            fits = rows if self.name not in RIVALS else int(self.pace * budget) // 500 * 500
            self.rows[task] = min(rows, max(500, fits))
        self.seconds[task].append(self._ask([str(file), self.rows[task]]))
        self.pace = max(self.pace, self.rows[task] / self.seconds[task][-1])

    def speed(self, task: str) -> float:
        """Rows a second, by the median round."""
        return self.rows[task] / median(self.seconds[task])

    def close(self) -> None:
        self.process.communicate()


def available(asked: list[str] | None) -> list[str]:
    """The engines to measure: those asked for, or all whose libraries are installed."""
    names = asked or ["floor", *(n for n in OURS if n not in {"pandas", "polars", "duckdb"} or find_spec(n)), *RIVALS]
    return names if "floor" in names else ["floor", *names]


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Everything that is printed, as one record."""
    sizes = {"addresses": options.distinct, "mixed": options.distinct, "column": options.column}
    record: dict[str, Any] = {
        "machine": machine() | {"clock": options.clock}, "inputs": {**sizes, "names in the column": NAMES},
    }  # fmt: skip
    names = available(options.engines)
    engines = [Timed(name, options.source, options.clock, label(name)) for name in names]
    if options.against:
        engines += [Timed(name, options.against, options.clock, f"against {name}") for name in names if name in OURS]
    with TemporaryDirectory() as folder:
        for turn in range(options.rounds):
            for task, rows in sizes.items():
                file = Path(folder, f"{task}.json")
                file.write_text(json.dumps(texts_of(task, rows, turn), ensure_ascii=False), "utf-8")
                for timed in engines if turn % 2 == 0 else engines[::-1]:
                    print(f"round {turn + 1}: {task}, {timed.label}", file=sys.stderr)
                    timed.round(task, file, rows, options.budget)
        rivals = [timed.name for timed in engines if timed.name in RIVALS]
        times = max(1, min(3, options.starts))
        record["whole runs"] = fresh.whole_runs(options.source, rivals, runs(folder, options), times, options.clock)
    record["engines"] = {timed.label: figures(timed, engines) for timed in engines}
    for timed in engines:
        timed.close()
    record["milliseconds"] = dict(fresh.summary(fresh.starts(options.source, rivals, options.starts, options.clock)))
    record["megabytes"] = fresh.memory(options.source, options.column)
    if options.against:
        against = dict(fresh.summary(fresh.starts(options.against, [], options.starts, options.clock)))
        record["milliseconds"] |= {f"against: {name}": value for name, value in against.items() if "coedu" in name}
        record["megabytes"] |= {f"against: {k}": v for k, v in fresh.memory(options.against, options.column).items()}
    record["machine"]["load at the end"] = load()
    return record


def runs(folder: str, options: argparse.Namespace) -> dict[int, Path]:
    """Rows → the file of so many addresses, for whole runs of a process that has just started."""
    found = {}
    for rows in (options.distinct, 10 * options.distinct):
        found[rows] = Path(folder, f"whole-{rows}.json")
        texts = texts_of("addresses", rows, options.rounds)
        found[rows].write_text(json.dumps(texts, ensure_ascii=False), "utf-8")
    return found


def figures(timed: Timed, engines: list[Timed]) -> dict[str, Any]:
    """One engine's figures, with its ratios to the yardstick and to the floor."""
    by_name = {other.name: other for other in engines}
    found: dict[str, Any] = {"versions": timed.versions}
    for task in TASKS:
        speed = timed.speed(task)
        found[task] = {
            "rows": timed.rows[task],
            "rows per second": speed,
            "first round": timed.rows[task] / timed.seconds[task][0],
            f"times {YARDSTICK}": speed / by_name[YARDSTICK].speed(task) if YARDSTICK in by_name else None,
            "look-ups a row": by_name["floor"].speed(task) / speed,
            "seconds": timed.seconds[task],
        }
    return found


def machine() -> dict[str, str]:
    """Where and when this was measured."""
    model = platform.processor()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = cpuinfo.read_text("utf-8").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}", "processor": model, "cores": str(os.cpu_count()),
        "system": platform.system(), "load at the start": load(),
    }  # fmt: skip


def load() -> str:
    """How many processes wanted a core in the last minute, where the system tells."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def label(name: str) -> str:
    """An engine as the tables call it."""
    return f"coedu_zones {name}" if name in OURS else name


def report(record: dict[str, Any]) -> str:
    """The record as a table to read."""
    lines = ["  ".join(f"{key}: {value}" for key, value in record["machine"].items())]
    lines += ["  ".join(f"{key}: {value:,}" for key, value in record["inputs"].items())]
    for task in TASKS:
        head = ("rows", "rows/s", "first round", f"× {YARDSTICK}", "look-ups a row")
        lines += ["", f"{task:<24}" + "".join(f"{word:>16}" for word in head)]
        for name, found in record["engines"].items():
            row = found[task]
            times = row[f"times {YARDSTICK}"]
            lines.append(
                f"{name:<24}{row['rows']:>16,}{row['rows per second']:>16,.0f}{row['first round']:>16,.0f}"
                + (f"{times:>16.2f}" if times is not None else f"{'':>16}")
                + f"{row['look-ups a row']:>16.1f}"
            )
    lines += ["", "whole runs over different addresses, import included, seconds"]
    lines += [
        f"  {int(rows):>9,} rows  {name:<40}{seconds:>8.2f}"
        for rows, found in record["whole runs"].items() for name, seconds in found.items()
    ]  # fmt: skip
    lines += ["", "fresh processes, start to end, milliseconds"]
    lines += [f"  {name:<56}{value:>8.0f}" for name, value in record["milliseconds"].items()]
    lines += ["", f"peak memory of the columns of {record['inputs']['column']:,} rows, megabytes beyond the column"]
    lines += [f"  {name:<56}{value:>8.0f}" for name, value in record["megabytes"].items()]
    lines += ["", "versions"]
    lines += [
        f"  {name:<24}" + ", ".join(f"{package} {number}" for package, number in found["versions"].items())
        for name, found in record["engines"].items()
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of the tables")
    parser.add_argument("--quick", action="store_true", help="a glance: 2,000 texts, 100,000 rows, one round")
    parser.add_argument("--engines", nargs="+", choices=["floor", *OURS, *RIVALS], metavar="NAME", help="only these")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--budget", type=float, default=15.0, help="seconds that a rival's round may take (15)")
    parser.add_argument(
        "--clock",
        choices=("wall", "cpu"),
        default="wall",
        help="cpu: seconds of the processor, for a machine with other work",
    )
    parser.add_argument("--source", type=Path, default=ROOT / "src", help="another copy of the library to measure")
    parser.add_argument("--against", type=Path, metavar="SOURCE", help="one more copy, measured in turn with the first")
    options = parser.parse_args()
    options.distinct, options.column, options.starts = 20_000, 1_000_000, 7
    if options.quick:
        options.distinct, options.column, options.starts = 2_000, 100_000, 3
        options.rounds, options.budget = 1, 2.0
    record = measure(options)
    print(json.dumps(record, ensure_ascii=False, indent=2) if options.json else report(record))
    return 0


if __name__ == "__main__":
    sys.exit(main())
