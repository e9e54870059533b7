"""Accuracy and speed on a folder of tables: ``python benchmarks/accuracy.py DIR``.

Every ``*.csv`` of the folder has the columns input_text, province, city, county
(the gold names), code, level (how deep the text decides: province, city, county,
none), closed and note. ``benchmarks/scoring.py`` says how a row is judged.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.engines import ON_REQUEST, RIVALS, Engine, engine
from benchmarks.scoring import SURE, VERDICTS, Answer, Row, Tally, read_rows, verdict
from tools.corpora.places import Places

Miss = tuple[str, Row, Answer]
ORDER = ("wrong", "none", "partial")


def judge(places: Places, run: Engine, path: Path) -> tuple[Tally, list[Miss]]:
    """The counts of one table, and its rows that are not right."""
    rows = read_rows(path)
    answers, seconds = run([row.text for row in rows])
    tally = Tally(seconds)
    missed = []
    for row, answer in zip(rows, answers, strict=True):
        said = verdict(places, row, answer)
        tally.add(row, answer, said)
        if said != "right":
            missed.append((said, row, answer))
    return tally, missed


def line(name: str, tally: Tally, width: int) -> str:
    """One line of the report."""
    rows = max(tally.rows, 1)
    shares = "".join(f"{tally.verdicts[v]:>8}{tally.verdicts[v] / rows:>8.2%}" for v in VERDICTS)
    speed = tally.rows / tally.seconds if tally.seconds else 0.0
    return f"{name:<{width}}{tally.rows:>7}{shares}{speed:>11,.0f}"


def asides(tally: Tally) -> list[str]:
    """What the verdicts alone do not show."""
    seen = tally.asides
    lines = []
    if seen["stem words"]:
        lines.append(
            f"answered words that merely contain a stem: {seen['stem words answered']} of {seen['stem words']}"
        )
    if seen["ambiguous names"]:
        lines.append(
            f"silent picks: {seen['silently picked']} of {seen['ambiguous names']} ambiguous names "
            f"(told as ambiguous {seen['told as ambiguous']}, with every candidate {seen['all candidates']})"
        )
    if seen["sure"]:
        share = seen["sure and wrong"] / seen["sure"]
        lines.append(f"scored {SURE} or more: {seen['sure']}, of these wrong {seen['sure and wrong']} ({share:.3%})")
    return lines


def show(missed: list[Miss], limit: int) -> None:
    """Up to ``limit`` rows that are not right, wrong ones first."""
    for said, row, answer in sorted(missed, key=lambda miss: ORDER.index(miss[0]))[:limit]:
        gold = "/".join(name for name in row.gold.names if name) or "-"
        print(f"    {said:<8}{row.text}  gold {gold}  answer {answer}  [{';'.join(sorted(row.notes))}]")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder of tables, or one table")
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="show up to N rows per file that are not right"
    )
    parser.add_argument("--engine", choices=("coedu_zones", *RIVALS, *ON_REQUEST), default="coedu_zones")
    options = parser.parse_args()
    folder: Path = options.folder
    paths = [folder] if folder.is_file() else sorted(folder.glob("*.csv"))
    if not paths:
        parser.error(f"no *.csv in {folder}")
    places, run = Places(), engine(options.engine)
    width = max(len(path.name) for path in paths) + 2
    print(f"{options.engine:<{width}}{'rows':>7}" + "".join(f"{v:>16}" for v in VERDICTS) + f"{'rows/s':>11}")
    total = Tally()
    for path in paths:
        tally, missed = judge(places, run, path)
        total.merge(tally)
        print(line(path.name, tally, width))
        show(missed, options.errors)
    print(line("total", total, width))
    print("\n".join(asides(total)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
