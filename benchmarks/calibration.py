"""How far a score can be trusted: ``python benchmarks/calibration.py --half measure``.

Runs ``resolve`` over misspelt texts with known answers (``noise.py``) and over texts that
name no division (``negatives.py``), and prints precision and recall for every kind of
slip and context, the share of right answers for every band of scores, what was said of
texts that say nothing, and the time per text. ``reliability.py`` says what counts as
right. Half of the divisions (``--half fit``) may be used to set the scores; the other
half tells how far they hold.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.negatives import GROUPS, Negative, negatives
from benchmarks.reliability import HEAD, Counts, Outcome, Reliability, timing
from tools.corpora.noise import CONTEXTS, Noise, Noisy, all_rows
from tools.corpora.sample import Half

LIMIT, NEGATIVES = 400, 2000
SURE = 95.0


def outcome(cz: Any, text: str, meant: Iterable[str]) -> Outcome:
    """What this library says of a text; a functional area counts as its parent."""
    start = time.perf_counter()
    found = cz.resolve(text)
    micros = (time.perf_counter() - start) * 1e6
    codes = [c.code or c.place.parent for c in found.candidates]
    return Outcome(
        text=text,
        meant=frozenset(meant),
        code=codes[0] if found.status == "resolved" else None,
        score=found.score,
        best=codes[0] if codes else None,
        candidates=frozenset(codes),
        remainder=bool(found.remainder.strip()),
        micros=micros,
    )


class Report:
    """Everything that is counted in one run."""

    def __init__(self) -> None:
        self.kinds: dict[tuple[str, str], Counts] = defaultdict(Counts)
        self.collisions: dict[str, Counter[str]] = defaultdict(Counter)
        self.reliability = Reliability()
        self.groups: dict[str, Counter[str]] = defaultdict(Counter)
        self.micros: dict[str, list[float]] = defaultdict(list)
        self.misses: list[tuple[str, Outcome]] = []

    def add_noisy(self, noise: Noise, row: Noisy, found: Outcome) -> None:
        self.micros[row.kind].append(found.micros)
        if row.collision:
            self.collisions[row.kind][collided(noise, row, found)] += 1
            return
        self.kinds[row.kind, row.context].add(found)
        self.reliability.add(found)
        if found.verdict == "wrong":
            self.misses.append((f"{row.kind}, {row.context}", found))

    def add_negative(self, row: Negative, found: Outcome) -> None:
        self.micros["negatives"].append(found.micros)
        said = "open" if found.code is None else "its own county or above" if found.code in row.allowed else "wrong"
        self.groups[row.group][said] += 1
        if said == "wrong":
            self.misses.append((row.group, found))
            if (found.score or 0) >= SURE:
                self.groups[row.group]["wrong and sure"] += 1

    def totals(self) -> dict[str, Counts]:
        """The counts of each kind over all contexts."""
        found: dict[str, Counts] = defaultdict(Counts)
        for (kind, _), counts in self.kinds.items():
            found[kind].verdicts += counts.verdicts
            found[kind].first += counts.first
            found[kind].listed += counts.listed
        return found


def collided(noise: Noise, row: Noisy, found: Outcome) -> str:
    """What was said of a text that a slip made into other words that are real."""
    if found.code is None:
        return "open"
    if found.code == row.code:
        return "the division before the slip"
    as_read = any(found.code in noise.meanings[part] for part in _names_in(noise, row.text))
    return "the name as written" if as_read else "another"


def _names_in(noise: Noise, text: str) -> list[str]:
    """Every part of a text that is a name."""
    parts = (text[start:end] for start in range(len(text)) for end in range(start + 1, len(text) + 1))
    return [part for part in parts if part in noise.meanings]


def run(cz: Any, half: Half | None, limit: int | None, size: int, groups: Iterable[str] = GROUPS) -> Report:
    """Ask this library everything."""
    noise, report = Noise(), Report()
    cz.resolve("河南省洛阳市")
    for row in all_rows(half, limit):
        report.add_noisy(noise, row, outcome(cz, row.text, [row.code]))
    for group in groups:
        for negative in negatives(noise, group, size):
            report.add_negative(negative, outcome(cz, negative.text, negative.allowed))
    return report


def show(report: Report, misses: int) -> None:
    """Print the tables."""
    print(HEAD)
    totals = report.totals()
    for kind, total in totals.items():
        print(total.line(kind))
        for context in CONTEXTS:
            if (kind, context) in report.kinds:
                print(report.kinds[kind, context].line(f"  {context}"))
    print("\nscores")
    print("\n".join(report.reliability.lines()))
    print("\nslips that made another real name")
    for kind, counts in report.collisions.items():
        print(f"  {kind:<26}" + ", ".join(f"{name} {number}" for name, number in sorted(counts.items())))
    print(
        f"\n{'texts that name no division':<34}{'texts':>8}{'wrong':>9}{'share':>9}{'sure':>7}  its own county or above"
    )
    for group, counts in report.groups.items():
        texts = counts.total() - counts["wrong and sure"]
        share = counts["wrong"] / max(texts, 1)
        print(
            f"  {group:<32}{texts:>8,}{counts['wrong']:>9,}{share:>9.2%}{counts['wrong and sure']:>7,}"
            f"  {counts['its own county or above']:,}"
        )
    print("\nmilliseconds a text")
    for kind, micros in report.micros.items():
        print(f"  {kind:<26}" + "  ".join(f"{name} {value}" for name, value in timing(micros).items()))
    for where, found in sorted(report.misses, key=lambda miss: -(miss[1].score or 0))[:misses]:
        print(
            f"    {found.score:g}  {found.text}  said {found.code}, meant {' '.join(sorted(found.meant)) or '-'}  [{where}]"
        )


def record(report: Report) -> dict[str, object]:
    """The same as JSON."""
    return {
        "kinds": {f"{kind}, {context}": counts.record() for (kind, context), counts in report.kinds.items()},
        "totals": {kind: counts.record() for kind, counts in report.totals().items()},
        "scores": report.reliability.record(),
        "collisions": {kind: dict(counts) for kind, counts in report.collisions.items()},
        "negatives": {group: dict(counts) for group, counts in report.groups.items()},
        "milliseconds": {kind: timing(micros) for kind, micros in report.micros.items()},
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("fit", "measure"), help="one half of the divisions; both without it")
    parser.add_argument("--limit", type=int, default=LIMIT, metavar="N", help="texts of every kind and context")
    parser.add_argument("--full", action="store_true", help="all divisions, and ten times the other texts")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="show N wrong answers, the surest first")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    options = parser.parse_args()
    limit = None if options.full else options.limit
    size = NEGATIVES * 10 if options.full else min(NEGATIVES, options.limit * 5)
    import coedu_zones as cz  # noqa: PLC0415 - the path to it is set above

    report = run(cz, options.half, limit, size)
    if options.json:
        print(json.dumps(record(report), ensure_ascii=False, indent=1))
        return 0
    show(report, options.misses)
    return 0


if __name__ == "__main__":
    sys.exit(main())
