"""Labelled addresses of one's own, for every engine that is installed: ``python -m benchmarks.labelled FOLDER``.

A file holds a character and its tag a line, with blanks or a tab between, and an empty line between
addresses; a tag is ``O`` or a label behind ``B-``, ``I-``, ``M-``, ``E-`` or ``S-``. Three labels count: ``prov``,
``city`` and ``district``.

Such a set says which characters name a district, and not which division it is. That is looked up: the county of today, or the former
one, that bears the district's name and lies in the city and the province, as far as they are written. A full name comes
before a stem, today's name before a former one. A row is left out, and counted, when it has no
district, when two spans of one label differ, when no county bears these names, and when several do; so a
name that several counties share is asked only where its city or province is written. Labels that
are wrong stay wrong.

*right* is that county, under its old name or its new one, *wrong* one that contradicts it; an answer that stops at
the city or the province is no answer to this question and counts as *none*.
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple

import coedu_zones as cz
from benchmarks.engines import ENVIRONMENTS, ON_REQUEST, RIVALS, engine, pinned
from benchmarks.results import OURS
from benchmarks.scoring import POINTS, Row, verdict
from benchmarks.speed import machine
from tools.corpora.places import Period, Places, Unit, stem

LABELS: Final = ("prov", "city", "district")
BEGINS: Final = ("B", "S")
MARKS: Final = (*BEGINS, "I", "M", "E")


class Address(NamedTuple):
    """A text and the spans of it that carry one of ``LABELS``."""

    text: str
    spans: dict[str, set[str]]


def addresses(folder: Path) -> Iterator[Address]:
    """The addresses of every file of a folder and of those below it; hidden files are passed over."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield from _addresses(path)


def _addresses(path: Path) -> Iterator[Address]:
    """The addresses of a file.

    Raises:
        ValueError: a line is no character with a tag.
    """
    tagged: list[tuple[str, str]] = []
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                parts = line.rstrip().rsplit(maxsplit=1)
                character, tag = parts if len(parts) == 2 else (line[0], parts[0])
                mark, _, label = tag.partition("-")
                if len(character) != 1 or not (tag == "O" or (mark in MARKS and label)):
                    raise ValueError(f"{path}, line {number}: no character with a tag such as B-city: {line.strip()!r}")
                tagged.append((character, tag))
            elif tagged:
                yield address(tagged)
                tagged = []
    if tagged:
        yield address(tagged)


def address(tagged: Iterable[tuple[str, str]]) -> Address:
    """An address from its characters and their tags; a label that changes begins a span, whatever its mark."""
    text, last = "", ""
    spans: list[tuple[str, str]] = []
    for character, tag in tagged:
        mark, _, label = tag.partition("-")
        text += character
        if mark in BEGINS or label != last:
            spans.append((label, ""))
        spans[-1:] = [(label, spans[-1][1] + character)]
        last = label
    return Address(text, {wanted: {span for label, span in spans if label == wanted} for wanted in LABELS})


class Counties:
    """Which county the spans of an address mean."""

    def __init__(self, places: Places) -> None:
        self.places = places
        ends = {code[:2] + "0000" for code in places.name_of}
        counties = [p for code, periods in places.periods.items() for p in periods if not code.endswith("00")]
        self.periods = [period for period in counties if period.code[:2] + "0000" in ends]

    def expected(self, spans: dict[str, set[str]]) -> Unit | str:
        """The county, or why there is none to ask for."""
        if not spans["district"]:
            return "no district"
        if any(len(names) > 1 for names in spans.values()):
            return "two of one label"
        district, city, province = ("".join(spans[label]) for label in ("district", "city", "prov"))
        for same, present in product((_equal, _alike), (True, False)):
            found = self._named(district, city, province, same, present=present)
            if found:
                return found.popitem()[1] if len(found) == 1 else "several counties"
        return "no county"

    def _named(
        self, district: str, city: str, province: str, same: Callable[[str, str], bool], *, present: bool
    ) -> dict[frozenset[str], Unit]:
        """The counties of these names, by what they are today."""
        found: dict[frozenset[str], Unit] = {}
        for period in self.periods:
            if present == (not period.last) and same(period.name, district):
                unit = Unit("", "", period.name, period.code)
                today = self.places.today(unit)
                above = [*self._then(period), *(self.places.unit(code) for code in today)]
                if any(_lies_in(parent, city, province) for parent in above):
                    found[frozenset(today or {period.code})] = unit
        return found

    def _then(self, period: Period) -> Iterator[Unit]:
        """What a county lay in, under every name that its province and prefecture have had."""
        province = self.places.name_of[period.code[:2] + "0000"]
        for parent in self.places.periods.get(period.code[:4] + "00", []):
            yield Unit(province, parent.name, "")


def _equal(name: str, written: str) -> bool:
    return name == written


def _alike(name: str, written: str) -> bool:
    return stem(name) == stem(written)


def _lies_in(parent: Unit, city: str, province: str) -> bool:
    """Whether a parent has the names that are written; a municipality may stand as city too."""
    known = parent.city or parent.province
    return (not city or _alike(known, city)) and (not province or _alike(parent.province, province))


def rows(folder: Path, places: Places) -> tuple[list[Row], Counter[str]]:
    """The rows that can be asked, and how many were left out, by reason."""
    counties = Counties(places)
    asked: list[Row] = []
    left: Counter[str] = Counter()
    for text, spans in addresses(folder):
        gold = counties.expected(spans)
        if isinstance(gold, str):
            left[gold] += 1
        else:
            asked.append(Row(text, gold, "county"))
    return asked, left


def table(names: Iterable[str], asked: list[Row], places: Places) -> Iterator[tuple[str, ...]]:
    """What each engine scores."""
    yield ("engine", "right", "right %", "none", "wrong", "wrong %", "points", "rows per second")
    yield ("---", *["--:"] * 7)
    for name in names:
        answers, seconds = engine(name)([row.text for row in asked])
        said = Counter(verdict(places, row, answer) for row, answer in zip(asked, answers, strict=True))
        worth = sum(POINTS[each] * count for each, count in said.items())
        none = said["none"] + said["partial"]
        yield (
            f"{name} {cz.__version__ if name == OURS else pinned(name)}",
            f"{said['right']:,}", f"{said['right'] / len(asked):.1%}", f"{none:,}",
            f"{said['wrong']:,}", f"{said['wrong'] / len(asked):.2%}", f"{worth:,}", f"{len(asked) / seconds:,.0f}",
        )  # fmt: skip


def installed() -> list[str]:
    """The rivals whose environment has been made."""
    return [name for name in (*RIVALS, *ON_REQUEST) if (ENVIRONMENTS / name / "made").exists()]


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="labelled addresses, in UTF-8")
    parser.add_argument(
        "--engines", nargs="+", choices=(OURS, *RIVALS, *ON_REQUEST),
        help="which engines, made on first use; without it this library and the rivals that are installed",
    )  # fmt: skip
    args = parser.parse_args()
    places = Places()
    try:
        asked, left = rows(args.folder, places)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    out = ", ".join(f"{count:,} {why}" for why, count in left.most_common()) or "none"
    print(f"{len(asked):,} rows with a district; left out: {out}")
    if not asked:
        parser.error(f"{args.folder}: no address whose county can be told")
    print(f"{', '.join(f'{what}: {it}' for what, it in machine().items())}; Python {platform.python_version()}\n")
    for line in table(args.engines or (OURS, *installed()), asked, places):
        print(" | ".join(line), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
