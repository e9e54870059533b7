"""The benchmark in one command: ``python -m benchmarks``.

Three sections, each of which replaces its part of ``docs/assets/benchmark.json``, from
which the page of the site draws its tables and pictures: *accuracy* puts this library and
the rivals through every kind of text (``tables.py``), *calibration* asks how far a score
can be trusted (``calibration.py``), *speed* runs ``speed.py``. A rival's environment is
made on first use; nothing is downloaded but packages from PyPI.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import coedu_zones as cz
from benchmarks import calibration
from benchmarks.engines import RIVALS, ROOT, engine, pinned
from benchmarks.negatives import FROM_PYPI
from benchmarks.page import Page
from benchmarks.pictures import pictures
from benchmarks.results import GLANCE, OURS, RESULTS, Results, read, write
from benchmarks.scoring import POINTS, VERDICTS, verdict
from benchmarks.speed import machine
from benchmarks.tables import HELD_OUT, Tables
from tools.corpora.places import Places

ROWS = {"accuracy": 1000, "calibration": 20_000}
SPEED = "--engines columns resolve_many objects cpca jionlp cnloc addressparser --rounds 3 --budget 6".split()


def accuracy(
    names: Iterable[str] = (OURS, *RIVALS), kinds: Iterable[str] | None = None, *, quick: bool = False
) -> Results:
    """Verdicts by kind of text and engine."""
    tables, places = Tables(), Places()
    wanted = ROWS["accuracy"] // 20 if quick else ROWS["accuracy"]
    rows = {kind: tables.make(kind, wanted) for kind in kinds or tables.kinds}
    texts = [row.text for made in rows.values() for row in made]
    counts: dict[str, dict[str, list[int]]] = {kind: {} for kind in rows}
    for name in names:
        print(f"accuracy: {name}, {len(texts):,} texts", file=sys.stderr)
        answers = iter(engine(name)(texts)[0])
        for kind, made in rows.items():
            said = Counter(verdict(places, row, answer) for row, answer in zip(made, answers, strict=False))
            counts[kind][name] = [said[v] for v in VERDICTS]
    versions = {name: cz.__version__ if name == OURS else pinned(name) for name in names}
    groups = {group: [kind for kind in made if kind in rows] for group, made in tables.groups.items()}
    return {
        "engines": versions, "groups": {group: made for group, made in groups.items() if made},
        "rows": {kind: len(made) for kind, made in rows.items()}, "seed": tables.noise.seed, "verdicts": VERDICTS, "points": POINTS, "kinds": counts,
    }  # fmt: skip


def calibrated(*, quick: bool = False) -> Results:
    """Scores against verdicts, on the half of the divisions on which no score was set."""
    print("calibration", file=sys.stderr)
    limit = 20 if quick else None
    report = calibration.run(cz, HELD_OUT, limit, ROWS["calibration"] // (100 if quick else 1), FROM_PYPI)
    record = calibration.record(report)
    return {
        "cutoff": cz.Normalizer().cutoff,
        "split": HELD_OUT,
        **{part: record[part] for part in ("scores", "negatives")},
    }


def speed(*, quick: bool = False) -> Results:
    """What ``speed.py`` measures, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.speed", "--json", *SPEED, *(["--quick"] if quick else [])]
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, check=True, encoding="utf-8")
    found: Results = json.loads(done.stdout)
    return {key: value for key, value in found.items() if key != "machine"} | {"clock": found["machine"]["clock"]}


SECTIONS: dict[str, Callable[..., Results]] = {"accuracy": accuracy, "calibration": calibrated, "speed": speed}

SUMMARIES = {"accuracy": Page.points_table, "calibration": Page.scores, "speed": Page.speed_table}


def measure(section: str, *, quick: bool) -> Results:
    """A section with where, when and on what it was measured."""
    where: dict[str, Any] = machine()
    start = time.perf_counter()
    found = SECTIONS[section](quick=quick)
    return found | {
        "measured": where | {
            "data": cz.data_version(), "python": sys.version.split()[0], "version": cz.__version__, "quick": quick,
            "minutes": round((time.perf_counter() - start) / 60, 1),
        }
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--only", default=",".join(SECTIONS), metavar="PART,PART",
        help=f"of {', '.join(SECTIONS)}; or pictures, to draw what was measured again",
    )  # fmt: skip
    parser.add_argument(
        "--quick", action="store_true", help=f"a glance: fewer texts; writes {GLANCE.relative_to(ROOT)}"
    )
    options = parser.parse_args()
    asked = options.only.split(",")
    if unknown := set(asked) - {*SECTIONS, "pictures"}:
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}, pictures")
    path = GLANCE if options.quick else RESULTS
    results = read(path)
    for section in (part for part in SECTIONS if part in asked):
        results[section] = measure(section, quick=options.quick)
        write(results, path)
        print(
            f"{section}: {results[section]['measured']['minutes']} minutes, in {path.relative_to(ROOT)}",
            file=sys.stderr,
        )
        print(f"\n{SUMMARIES[section](Page('en', path))}\n")
    for name, picture in pictures(read(path)).items():  # as it is told, in four digits
        picture.save(path.with_name(f"benchmark-{name}.svg"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
