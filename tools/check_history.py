"""Compare the history tables with an independent one: ``python -m tools.check_history REFERENCE``.

The reference is a csv of the public project *areacodes*: code, province,
prefecture, name, level, status, first year, year of change, successors. It is a
check and no source. Every disagreement is printed; those that
``curated/history_disagreements.tsv`` gives a reason for are counted apart.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tools.fetch import ROOT
from tools.tables import read_curated

DATA = ROOT / "src" / "coedu_zones" / "data"
REFERENCE_END = 2025


@dataclass(frozen=True, order=True)
class Disagreement:
    """One difference: the code, the kind of difference, and what each side says."""

    code: str
    what: str
    detail: str


@dataclass(frozen=True)
class Ended:
    """A row of the reference whose code or name ended."""

    code: str
    level: str
    name: str
    year: int
    successors: frozenset[str]


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a built table."""
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


def our_years() -> dict[str, dict[int, str]]:
    """Code → year → name of our periods, to the end of the reference."""
    years: dict[str, dict[int, str]] = defaultdict(dict)
    for row in rows_of("periods.tsv"):
        for year in range(int(row["first"]), min(int(row["last"] or REFERENCE_END), REFERENCE_END) + 1):
            years[row["code"]][year] = row["name"]
    return dict(years)


def reference_years(reference: list[dict[str, str]]) -> dict[str, dict[int, str]]:
    """Code → year → name of the reference."""
    years: dict[str, dict[int, str]] = defaultdict(dict)
    for row in reference:
        for year in range(int(row["启用时间"]), int(row["变更/弃用时间"] or REFERENCE_END + 1)):
            years[row["代码"]][year] = row["名称"]
    return dict(years)


def compare_years(reference: list[dict[str, str]]) -> list[Disagreement]:
    """Codes and names that one side has in years in which the other has not."""
    ours, theirs = our_years(), reference_years(reference)
    found = []
    for code in sorted(ours.keys() | theirs.keys()):
        here, there = ours.get(code, {}), theirs.get(code, {})
        years = [year for year in sorted(here.keys() | there.keys()) if here.get(year) != there.get(year)]
        if years:
            detail = f"{years[0]}-{years[-1]}: here {here.get(years[0])}, there {there.get(years[0])}"
            found.append(Disagreement(code, "period", detail))
    return found


def ended_rows(reference: list[dict[str, str]]) -> list[Ended]:
    """The rows that ended, without those of which only the prefecture's name changed."""
    names = reference_years(reference)
    found = []
    for row in reference:
        if not row["变更/弃用时间"]:
            continue
        code, year = row["代码"], int(row["变更/弃用时间"])
        successors = frozenset(s for s in row["新代码"].split(";") if s and "[" not in s)
        if not (successors == {code} and names[code].get(year) == row["名称"]):
            found.append(Ended(code, row["级别"], row["名称"], year, successors))
    return found


def our_successors() -> dict[tuple[int, str], dict[str, str]]:
    """(year, code) → successor → share."""
    found: dict[tuple[int, str], dict[str, str]] = defaultdict(dict)
    for row in rows_of("changes.tsv"):
        if row["from"] and row["to"]:
            found[int(row["year"]), row["from"]][row["to"]] = row["share"]
    return dict(found)


def compare_successors(ended: list[Ended]) -> tuple[list[Disagreement], Counter[tuple[str, str]]]:
    """Counties whose successors differ, and right and all by decade; likewise prefectures without one."""
    ours = our_successors()
    found: list[Disagreement] = []
    figures: Counter[tuple[str, str]] = Counter()
    for row in ended:
        here = ours.get((row.year, row.code), {})
        if row.level == "县级":
            groups = [f"{row.year // 10 * 10}s", "since 1981", *(["since 2000"] if row.year >= 2000 else [])]
            right = here.keys() == row.successors
            detail = f"{row.year} {row.name}: here {_list(here.keys())}, there {_list(row.successors)}"
        else:
            groups = [f"{row.level} with a successor"]
            right = any(share in {"whole", "main"} for share in here.values())
            detail = f"{row.year} {row.name}: no successor here"
        for group in groups:
            figures[group, "all"] += 1
            figures[group, "right"] += right
        if not right:
            found.append(Disagreement(row.code, "successors", detail))
    return found, figures


def _list(codes: Iterable[str]) -> str:
    return " ".join(sorted(codes)) or "none"


def compare_transfers(reference: list[dict[str, str]]) -> list[Disagreement]:
    """Parts of divisions that went elsewhere according to the reference only."""
    ours = our_successors()
    found = []
    for row in reference:
        for successor, year in re.findall(r"(\d{6})\[(\d{4})\]", row["新代码"]):
            if successor not in ours.get((int(year), row["代码"]), {}):
                found.append(Disagreement(row["代码"], "transfer", f"{year}: a part went to {successor}"))
    return found


def report(disagreements: list[Disagreement], figures: Counter[tuple[str, str]]) -> int:
    """Print all of it; the number of disagreements that nobody explained."""
    reasons: dict[tuple[str, str], str] = {}
    for row in read_curated("history_disagreements.tsv"):
        reasons.update({(code, row["what"]): row["reason"] for code in row["code"].split()})
    unexplained = 0
    for item in sorted(disagreements):
        reason = reasons.get((item.code, item.what), "")
        unexplained += not reason
        mark = f"[explained: {reason}]" if reason else "[OPEN]"
        print(f"{item.code} {item.what}: {item.detail}  {mark}")
    for code, what in sorted(reasons.keys() - {(item.code, item.what) for item in disagreements}):
        unexplained += 1
        print(f"{code} {what}: explained, but there is no such disagreement  [OPEN]")
    for group in sorted({group for group, _ in figures}):
        right, total = figures[group, "right"], figures[group, "all"]
        print(f"{group:>24}: {right:>5} of {total:>5} = {right / total:.2%}")
    kinds = Counter(item.what for item in disagreements)
    print(f"{len(disagreements)} disagreements {dict(kinds)}, {unexplained} open")
    return unexplained


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare the history tables with the reference.")
    parser.add_argument("reference", type=Path)
    path: Path = parser.parse_args().reference
    if not path.exists():
        print(f"the reference is absent: {path} does not exist; nothing was checked", file=sys.stderr)
        return 2
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reference = list(csv.DictReader(handle))
    disagreements, figures = compare_successors(ended_rows(reference))
    disagreements += compare_years(reference) + compare_transfers(reference)
    return 1 if report(disagreements, figures) else 0


if __name__ == "__main__":
    sys.exit(main())
