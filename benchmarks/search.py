"""How soon a search box has the place that one types: ``python -m benchmarks.search``.

Every division of the present, and a sample of the townships, is typed in several ways, a key at
a time: name and path in characters, in pinyin, in initials, and the last two names of the path apart by a
space. For each way the tables say after how many keystrokes the target is first and among the first
five, how many targets never are, and at how many keystrokes the box is empty. A target that never comes counts
as one keystroke more than there are. Several places with one name cannot all be first.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from coedu_zones.lookup.search_table import SearchTable
from coedu_zones.lookup.suggest import search
from tools.fetch import ROOT

FIVE = 5
SEED = 2026
WAYS = ("name", "path", "last two", "pinyin", "pinyin of the path", "initials", "initials of the path")
FIRST_CALL = (
    "import time, coedu_zones as cz; t = time.perf_counter(); c = time.process_time(); cz.search('渝'); "
    "print(time.perf_counter() - t, time.process_time() - c)"
)


class Unit(NamedTuple):
    """A target, and what is typed for it by way."""

    place: str
    typed: dict[str, str]


class Run(NamedTuple):
    """What came of typing one unit."""

    length: int
    first: int
    in_five: int
    empty: int
    found: bool


def units(group: str, sample: int) -> list[Unit]:
    """The targets of a group: a level, or ``uncoded`` for what lies in Hong Kong, Macao and Taiwan."""
    table = SearchTable.current()
    places = range(len(table.ids))
    if group == "township":
        towns = range(len(table.ids), len(table.ids) + len(table.holders))
        chosen: Iterable[int] = sorted(random.Random(SEED).sample(towns, min(sample, len(towns))))
    elif group == "uncoded":
        chosen = (i for i in places if not table.ids[i].isdecimal() and table.levels[i] != "a")
    else:
        chosen = (i for i in places if table.level(i) == group and (table.ids[i].isdecimal() or table.levels[i] == "a"))
    return [Unit(table.place_id(i), _typed(table, i)) for i in chosen]


def _typed(table: SearchTable, at: int) -> dict[str, str]:
    chain = [at]
    while table.holder(chain[0]) >= 0:
        chain.insert(0, table.holder(chain[0]))
    names = table.path(at)
    sounds = [table.sounds[i] if i < len(table.ids) else table.town_sounds[i - len(table.ids)] for i in chain]
    initials = ["".join(c for c in sound if c.isupper()).lower() for sound in sounds]
    found = {
        "name": names[-1], "path": "".join(names), "last two": " ".join(names[-2:]),
        "pinyin": sounds[-1].lower(), "pinyin of the path": "".join(sounds).lower(),
        "initials": initials[-1], "initials of the path": " ".join(initials),
    }  # fmt: skip
    return found if len(chain) > 1 else {way: found[way] for way in ("name", "pinyin", "initials")}


def typing(unit: Unit, way: str, times: list[float]) -> Run:
    """Type a unit key by key."""
    text = unit.typed[way]
    never = len(text) + 1
    first = in_five = never
    empty = 0
    for keys in range(1, len(text) + 1):
        start = time.process_time()
        hits = [hit.id for hit in search(text[:keys], 10)]
        times.append(time.process_time() - start)
        empty += not hits
        if first == never and hits[:1] == [unit.place]:
            first = keys
        if in_five == never and unit.place in hits[:FIVE]:
            in_five = keys
    return Run(len(text), first, in_five, empty, in_five < never)


def rows(groups: Iterable[str], sample: int, every: int, times: list[float]) -> Iterator[list[str]]:
    """The lines of the table."""
    for group in groups:
        targets = units(group, sample)[::every]
        for way in WAYS:
            runs = [typing(unit, way, times) for unit in targets if way in unit.typed]
            if runs:
                keys = sum(run.length for run in runs)
                mean = [
                    statistics.fmean(getattr(run, field) for run in runs) for field in ("length", "in_five", "first")
                ]
                never = sum(not run.found for run in runs) / len(runs)
                yield [
                    group,
                    way,
                    str(len(runs)),
                    *(f"{m:.1f}" for m in mean),
                    f"{never:.1%}",
                    f"{sum(run.empty for run in runs) / keys:.1%}",
                ]


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--townships", type=int, default=1000, metavar="N", help="the size of the sample of townships")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth unit")
    args = parser.parse_args()
    search("渝水")
    times: list[float] = []
    groups = ("province", "prefecture", "county", "uncoded", "functional_area", "township")
    print("group | way | units | keys | until in five | until first | never in five | empty keystrokes")
    print("--- | --- | --: | --: | --: | --: | --: | --:")
    for row in rows(groups, args.townships, args.every, times):
        print(" | ".join(row), flush=True)
    times.sort()
    middle, high = times[len(times) // 2], times[int(len(times) * 0.99)]
    print(
        f"\n{len(times):,} keystrokes: median {middle * 1000:.2f} ms, 99th percentile {high * 1000:.2f} ms of the processor"
    )
    command = [sys.executable, "-c", FIRST_CALL]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    wall, cpu = map(float, done.stdout.split())
    print(f"the first call of a process: {wall * 1000:.0f} ms, of which {cpu * 1000:.0f} ms of this processor")
    return 0


if __name__ == "__main__":
    sys.exit(main())
