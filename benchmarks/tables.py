"""The texts of the accuracy benchmark, made from the shipped gazetteer by a fixed seed.

Each *kind* of text is a generator of rows with their gold; each *group* is a few kinds
that belong together. A text is only used where it has one answer: names that several
divisions share have a group of their own, in which the right answer is to say so, and
so have texts whose parts contradict one another. Divisions come in an order that is
drawn once for each kind; misspelt texts are of the half on which no score was set.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from itertools import islice
from typing import Final

from benchmarks.negatives import Negative, negatives
from benchmarks.scoring import CONFLICT, NOTHING, SHARED, Row
from tools.corpora.noise import CONTEXTS, PINYIN, STREETS, Noise, Noisy
from tools.corpora.places import Unit
from tools.corpora.sample import Half
from tools.corpora.slips import seeded
from tools.fetch import load_sources

HELD_OUT: Final[Half] = "measure"
STREETS_A_NAME = 3

Kind = Callable[[int], Iterator[Row]]


class Tables:
    """Makes the rows; ``kinds`` are the generators by name, each takes how many rows are wanted."""

    def __init__(self) -> None:
        self.noise = Noise()
        self.rows = self.noise.rows
        misspelt: dict[str, Kind] = {kind: partial(self.noisy, kind) for kind in self.noise.slips.kinds}
        self.groups: dict[str, dict[str, Kind]] = {
            "full": {
                "full name": self.full_names,
                "with parent": partial(self.in_context, "parent"),
                "full path": partial(self.in_context, "path"),
                "name + street": self.names_with_street,
                "path + street": partial(self.in_context, "street"),
                "doubled level": self.doubled_path,
            },
            "short": {"stem": self.stems, "stems of the path": self.stem_paths, "short form": self.short_forms},
            "former": {
                "former name": partial(self.former, with_province=False),
                "province + former name": partial(self.former, with_province=True),
            },
            "traditional": {"traditional": self.traditional},
            "romanised": {"romanised": partial(self.noisy, PINYIN)},
            "misspelt": misspelt,
            "shared": {
                "shared name": self.shared_names,
                "shared name + street": self.shared_names_with_street,
                "shared stem": self.shared_stems,
            },
            "contradictory": {
                "another province": partial(self.contradictory, "province"),
                "another prefecture": partial(self.contradictory, "prefecture"),
            },
            "no place": {
                group: partial(self.no_place, group)
                for group in ("words", "idioms with a stem", "roads", "made-up counties", "elsewhere")
            },
        }
        self.kinds = {kind: make for kinds in self.groups.values() for kind, make in kinds.items()}

    def make(self, kind: str, wanted: int) -> list[Row]:
        """At most so many rows of a kind."""
        return list(islice(self.kinds[kind](wanted), wanted))

    def ordered(self, kind: str) -> list[str]:
        """All codes of today, in an order of the kind's own."""
        return sorted(self.rows, key=lambda code: hashlib.sha256(f"{kind}|{code}".encode()).digest())

    def row(self, text: str, code: str) -> Row:
        unit = self.noise.places.unit(code)
        return Row(text, unit, unit.level)

    def alone(self, name: str, code: str) -> bool:
        """Whether a name, full or short, of today or since 1981, means this one division."""
        return self.noise.meanings.get(name) == {code}

    def street(self, *seed: object) -> str:
        draw = seeded(self.noise.seed, "street", *seed)
        return f"{draw.choice(STREETS)}{draw.randint(1, 399)}号"

    # names and variants

    def full_names(self, _: int) -> Iterator[Row]:
        """渝水区"""
        for code in self.ordered("full name"):
            if self.alone(name := self.rows[code]["name"], code):
                yield self.row(name, code)

    def names_with_street(self, _: int) -> Iterator[Row]:
        """渝水区人民路5号"""
        for code in self.ordered("name + street"):
            if self.alone(name := self.rows[code]["name"], code):
                yield self.row(name + self.street(code), code)

    def in_context(self, context: str, _: int) -> Iterator[Row]:
        """新余市渝水区, 江西省新余市渝水区, 江西省新余市渝水区人民路5号"""
        for code in self.ordered(context):
            if self.noise.unique(code, context):
                tail = self.street(code) if context == "street" else ""
                yield self.row(self.noise.text(code, "path" if tail else context) + tail, code)

    def doubled_path(self, _: int) -> Iterator[Row]:
        """江西省新余市新余市渝水区"""
        for code in self.ordered("doubled level"):
            chain = self.noise.chain(code, "path")
            if len(chain) == 3 and self.noise.unique(code, "path"):
                yield self.row("".join(self.rows[c]["name"] for c in (*chain[:2], *chain[1:])), code)

    def stems(self, _: int) -> Iterator[Row]:
        """渝水"""
        for code in self.ordered("stem"):
            if self.alone(stem := self.rows[code]["stem"], code):
                yield self.row(stem, code)

    def stem_paths(self, _: int) -> Iterator[Row]:
        """江西新余渝水"""
        written = {c: "".join(self.rows[a]["stem"] for a in self.noise.chain(c, "path")) for c in self.rows}
        number = Counter(written.values())
        for code in self.ordered("stems of the path"):
            if self.rows[code]["stem"] and self.noise.above[code] and number[written[code]] == 1:
                yield self.row(written[code], code)

    def short_forms(self, _: int) -> Iterator[Row]:
        """黔东南州, 呼市"""
        for code in self.ordered("short form"):
            for name in (*self.rows[code]["shorts"].split(), *self.rows[code]["aliases"].split()):
                if self.alone(name, code):
                    yield self.row(name, code)

    def former(self, _: int, *, with_province: bool) -> Iterator[Row]:
        """祁阳县, 湖南省祁阳县: names that only one division had, and that went whole to one of today."""
        held: dict[str, set[tuple[str, str]]] = defaultdict(set)
        places = self.noise.places
        for periods in places.periods.values():
            for period in periods:
                today = places.today(Unit("", "", period.name, period.code)) or {""}
                held[period.name] |= {(period.code[:2] + "0000", code) for code in today}
        names = sorted(held, key=lambda name: hashlib.sha256(f"former|{name}".encode()).digest())
        for name in names:
            if name in self._written_today or len(held[name]) > 1:
                continue
            ((province, code),) = held[name]
            if code and self.alone(name, code):
                yield self.row((self.rows[province]["name"] if with_province else "") + name, code)

    @cached_property
    def _written_today(self) -> dict[str, set[str]]:
        """Every way to write a division under its name of today → the codes."""
        found: dict[str, set[str]] = defaultdict(set)
        for code, row in self.rows.items():
            for name in (row["name"], row["stem"], *row["shorts"].split(), *row["aliases"].split()):
                found[name].add(code)
        del found[""]
        return found

    def traditional(self, _: int) -> Iterator[Row]:
        """臺 for 台 and the like, where a character has one traditional form (OpenCC's table)."""
        table = load_sources()["opencc"].read("opencc/dictionary/STCharacters.txt").decode("utf-8")
        pairs = (line.split("\t") for line in table.splitlines() if line)
        one_form = {ord(simple): forms for simple, forms in pairs if len(forms) == 1}
        for code in self.ordered("traditional"):
            text = self.noise.text(code, "path")
            written = text.translate(one_form)
            if written != text and self.noise.unique(code, "path"):
                yield self.row(written, code)

    def noisy(self, kind: str, wanted: int) -> Iterator[Row]:
        """One slip, or pinyin without tones; as many texts of each context, none that make another name."""
        contexts = [c for c in CONTEXTS if kind != PINYIN or c != "street"]
        for context in contexts:
            held_out = (r for r in self.noise.rows_of(kind, context) if r.half == HELD_OUT and not r.collision)
            yield from map(self._noisy_row, islice(held_out, -(-wanted // len(contexts))))

    def _noisy_row(self, row: Noisy) -> Row:
        return self.row(row.text, row.code)

    # texts without one answer

    def shared(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Names, full and short, that several divisions have, none of them inside or above another."""
        for name, codes in sorted(self._written_today.items()):
            levels = {self.noise.places.unit(code).level for code in codes}
            if len(codes) > 1 and len(levels) == 1:
                yield name, frozenset(codes)

    def shared_names(self, _: int) -> Iterator[Row]:
        """鼓楼区"""
        for name, codes in self.shared():
            if name in self.noise.full_names:
                yield Row(name, Unit("", "", ""), SHARED, codes=codes)

    def shared_names_with_street(self, wanted: int) -> Iterator[Row]:
        """鼓楼区人民路5号"""
        for row in self.shared_names(wanted):
            for number in range(STREETS_A_NAME):
                yield Row(row.text + self.street(row.text, number), row.gold, SHARED, codes=row.codes)

    def shared_stems(self, _: int) -> Iterator[Row]:
        """鼓楼"""
        for name, codes in self.shared():
            if name not in self.noise.full_names:
                yield Row(name, Unit("", "", ""), SHARED, codes=codes)

    def contradictory(self, level: str, _: int) -> Iterator[Row]:
        """广东省渝水区, 南京市渝水区: the division never lay there, nor does one of its name or stem."""
        ends = "0000" if level == "province" else "00"
        size = 6 - len(ends)
        others = [c for c in sorted(self.rows) if c.endswith(ends) and (size == 2 or not c.endswith("0000"))]
        for code in self.ordered(f"another {level}"):
            name, stem = self.rows[code]["name"], self.rows[code]["stem"]
            other = seeded(self.noise.seed, level, code).choice(others)
            near = {where[:size] for n in (name, stem) for where in self.noise.lived_at.get(n, ())}
            if not code.endswith("00") and self.alone(name, code) and other[:size] not in near:
                yield Row(self.rows[other]["name"] + name, self.noise.places.unit(other), CONFLICT)

    def no_place(self, group: str, wanted: int) -> Iterator[Row]:
        """Texts that name no division; what may be told all the same is in ``codes``."""
        return map(self._no_place_row, negatives(self.noise, group, wanted))

    def _no_place_row(self, found: Negative) -> Row:
        return Row(found.text, Unit("", "", ""), NOTHING, codes=found.allowed)
