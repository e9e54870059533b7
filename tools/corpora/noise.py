"""Misspelt texts with known answers: every division, every kind of slip, four contexts.

``python -m tools.corpora.noise`` prints them as a table. The same seed gives the same
texts. Divisions are split by a hash of their code into a half to fit on and a half to
measure on. The hit character is drawn: mostly in the name itself, at times in a place above
it, and there mostly in the stem, at times in the generic.

A slip that makes another real name, of today or since 1981 (宿州市 for 苏州市, 南昌县
for 南昌市), or a text that begins with one (泗县水 for 泗水县), is marked as a
*collision*: no reader can know better than to take the text at its word. A slip that makes just another way to write the same division (渝水,
新余渝水区) is no slip and is drawn again; so is a text that is not unique without it.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from functools import cached_property

from tools.corpora.places import DATA, Places, Unit, read_table, stem
from tools.corpora.sample import Half, half_of
from tools.corpora.slips import Slip, Slips, seeded

SEED = 2024
CLEAN, PINYIN = "clean", "pinyin"
CONTEXTS = ("bare", "parent", "path", "street")
TRIES = 12
OWN_NAME, IN_STEM = 0.7, 0.85  # how often the name itself is hit, and there the stem
STREETS = (
    "人民路 解放路 中山路 建设路 新华路 和平路 文化路 胜利路 健康路 工业大道 迎宾大道 学府街 幸福街 光明巷".split()
)

_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}


@dataclass(frozen=True)
class Noisy:
    """One text and the code that it is meant to say."""

    text: str
    code: str
    kind: str
    context: str
    half: Half
    collision: bool


def numbered(syllable: str) -> str:
    """A syllable with its tone as a digit: ``qū`` → ``qu1``."""
    letters = unicodedata.normalize("NFD", syllable)
    tone = next((_TONES[c] for c in letters if c in _TONES), "5")
    return unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES)) + tone


class Noise:
    """Makes the texts."""

    def __init__(self, seed: int = SEED) -> None:
        self.seed = seed
        self.slips = Slips()
        self.places = Places()
        self.rows = {row["code"]: row for row in read_table(DATA / "divisions.tsv")}
        self.readings = {
            code: [numbered(s) for s in row["pinyin"].replace("-", " ").split()] for code, row in self.rows.items()
        }
        self.meanings = self._meanings()
        self.full_names = {period.name for periods in self.places.periods.values() for period in periods}
        self.above = {code: self._above(code) for code in self.rows}
        self.clean = {c: Counter(self.text(code, c) for code in self.rows) for c in CONTEXTS[:3]}
        self.spelt = {c: Counter(self.letters(code, c) for code in self.rows) for c in CONTEXTS[:3]}

    def _meanings(self) -> dict[str, set[str]]:
        """Every name since 1981, full or short → the codes of today that it may mean."""
        found: dict[str, set[str]] = defaultdict(set)
        for code, row in self.rows.items():
            for name in (row["name"], row["stem"], *row["shorts"].split(), *row["aliases"].split()):
                found[name].add(code)
        for periods in self.places.periods.values():
            for period in periods:
                today = self.places.today(Unit("", "", period.name, period.code))
                for name in (period.name, stem(period.name)):
                    found[name] |= today or {period.code}
        del found[""]
        return found

    @cached_property
    def lived_at(self) -> dict[str, frozenset[str]]:
        """A name or stem → every code, of today or former, that it stood for or that lives on in what it means."""
        lives_on: dict[str, set[str]] = defaultdict(set)
        for periods in self.places.periods.values():
            for period in periods:
                for code in self.places.today(Unit("", "", period.name, period.code)) | {period.code}:
                    lives_on[code].add(period.code)
        return {
            name: frozenset().union(*(lives_on[code] | {code} for code in codes))
            for name, codes in self.meanings.items()
        }

    def _above(self, code: str) -> list[str]:
        return [c for c in (code[:2] + "0000", code[:4] + "00") if c in self.rows and c != code]

    def chain(self, code: str, context: str) -> list[str]:
        """The codes whose names a context writes, the division last."""
        above = self.above[code]
        return [*{"bare": [], "parent": above[-1:]}.get(context, above), code]

    def text(self, code: str, context: str) -> str:
        """The text without a slip and without a street."""
        return "".join(self.rows[c]["name"] for c in self.chain(code, context))

    def letters(self, code: str, context: str) -> str:
        """The same in pinyin without tones."""
        return "".join(syllable[:-1] for c in self.chain(code, context) for syllable in self.readings[c])

    def unique(self, code: str, context: str) -> bool:
        """Whether the context says more than a shorter one, and its text one division alone."""
        depth = {"bare": 0, "parent": 1, "path": 2, "street": 0}[context]
        key = "path" if context == "street" else context
        return len(self.above[code]) >= depth and self.clean[key][self.text(code, key)] == 1

    def kinds(self) -> list[str]:
        """All kinds, with the texts that have no slip and those in pinyin."""
        return [CLEAN, *self.slips.kinds, PINYIN]

    def rows_of(self, kind: str, context: str) -> Iterator[Noisy]:
        """The texts of one kind and context, divisions in an order that is drawn once and for all."""
        order = sorted(self.rows, key=lambda code: hashlib.sha256(f"{kind}|{context}|{code}".encode()).digest())
        for code in order:
            made = self.make(code, kind, context) if self.unique(code, context) else None
            if made is not None:
                yield made

    def make(self, code: str, kind: str, context: str) -> Noisy | None:
        """One text, or None where that slip is not possible."""
        draw = seeded(self.seed, kind, context, code)
        if kind == PINYIN:
            return self.romanised(draw, code, context)
        names = [self.rows[c]["name"] for c in self.chain(code, context)]
        made: tuple[list[str], bool] | None = (names, False)
        if kind != CLEAN:
            made = self.slipped(draw, self.slips.kinds[kind], code, context)
        if made is None:
            return None
        tail = f"{draw.choice(STREETS)}{draw.randint(1, 399)}号" if context == "street" else ""
        return Noisy("".join(made[0]) + tail, code, kind, context, half_of(code), made[1])

    def slipped(self, draw: random.Random, slip: Slip, code: str, context: str) -> tuple[list[str], bool] | None:
        """The names with one slip, and whether it made another real name."""
        chain = self.chain(code, context)
        names = [self.rows[c]["name"] for c in chain]
        for _ in range(TRIES):
            hit = len(chain) - 1
            if hit and draw.random() > OWN_NAME:
                hit = draw.randrange(hit)
            head = len(self.rows[chain[hit]]["stem"]) or len(names[hit]) - 1
            whole = names[hit]
            at = draw.randrange(head) if draw.random() < IN_STEM else draw.randrange(head, len(whole))
            written = slip(draw, whole, self.readings[chain[hit]], at)
            if written is None or written == whole:
                continue
            if chain[hit] not in self.meanings.get(written, ()):
                return [*names[:hit], written, *names[hit + 1 :]], self.begins_with_a_name(written, chain[hit])
        return None

    def begins_with_a_name(self, text: str, but: str = "") -> bool:
        """Whether a text is a name, of whatever form, or begins with a full one, ``but`` that of one division."""
        starts = (text[:end] for end in range(2, len(text)))
        return text in self.meanings or any(s in self.full_names and but not in self.meanings[s] for s in starts)

    def romanised(self, draw: random.Random, code: str, context: str) -> Noisy | None:
        """The text in pinyin without tones, spaced in one of three ways."""
        if context == "street":
            return None
        rounded = draw.choice(["ü", "v", "u"])
        words = [
            [syllable[:-1].replace("ü", rounded) for syllable in self.readings[c]] for c in self.chain(code, context)
        ]
        style = draw.randrange(3)
        if style == 0:
            text = " ".join("".join(word) for word in words)
        elif style == 1:
            text = " ".join(syllable for word in words for syllable in word)
        else:
            text = " ".join(self.spaced(c, word) for c, word in zip(self.chain(code, context), words, strict=True))
        shared = self.spelt[context][self.letters(code, context)] > 1
        return Noisy(text, code, PINYIN, context, half_of(code), shared)

    def spaced(self, code: str, syllables: list[str]) -> str:
        """Pinyin as the table spells it: ``Yushui Qu``."""
        words, used = [], 0
        for word in self.rows[code]["pinyin"].split():
            size = word.count("-") + 1
            words.append("".join(syllables[used : used + size]).capitalize())
            used += size
        return " ".join(words)


def all_rows(half: Half | None = None, limit: int | None = None, seed: int = SEED) -> Iterator[Noisy]:
    """The texts of every kind and context, of one half or both, at most ``limit`` of each."""
    noise = Noise(seed)
    for kind in noise.kinds():
        for context in CONTEXTS:
            left = limit if limit is not None else len(noise.rows)
            for row in noise.rows_of(kind, context):
                if left and (half is None or row.half == half):
                    left -= 1
                    yield row
                if not left:
                    break


def main() -> int:
    parser = argparse.ArgumentParser(description="Print misspelt texts with their answers.")
    parser.add_argument("--half", choices=("fit", "measure"))
    parser.add_argument("--limit", type=int, metavar="N", help="at most N of every kind and context")
    options = parser.parse_args()
    print("\t".join(field.name for field in fields(Noisy)))
    for row in all_rows(options.half, options.limit):
        print("\t".join(str(value) for value in asdict(row).values()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
