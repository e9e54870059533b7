"""Texts that name no division of the gazetteer, by group.

A text carries the codes that may still be told: a township lies in a county, and to
say that county is no mistake. Texts that are a real name, of today or since 1981, are
left out. Townships and villages are of 2023 (china-division), words are phrases of a
pronouncing dictionary (pypinyin) without the name of a division in them, made-up names
are two characters of stems and a generic (those that sound like a real one, and may well
be taken for its misspelling, are a group of their own), roads are stems with a word for a road.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.noise import Noise
from benchmarks.places import Unit
from benchmarks.slips import seeded
from tools.fetch import Source, load_sources

_ROADS = "路 大道 街 东路 西路 南路 北路 中路 大街".split()
_ROAD_STEMS = "人民 解放 中山 建设 新华 和平 文化 胜利 健康 工业 迎宾 学府 幸福 环城 滨江 站前 朝晖 友谊 光明 振兴".split()
_HAN = re.compile("[\u4e00-\u9fff]{2,6}")


@dataclass(frozen=True)
class Negative:
    """One text, its group, and the codes that may be told all the same."""

    text: str
    group: str
    allowed: frozenset[str]


def all_negatives(noise: Noise, size: int) -> Iterator[Negative]:
    """About ``size`` texts of every large group, and all of the small ones."""
    sources = load_sources()
    made = {
        "townships": _below(sources["china-division"], "streets.csv", size, noise),
        "villages": _below(sources["china-division"], "villages.csv", size, noise),
        "made-up counties": ((text, ()) for text, like in _made_up(size, noise) if not like),
        "made-up, sounding like a real one": ((text, ()) for text, like in _made_up(size * 2, noise) if like),
        "roads": ((text, ()) for text in _roads(size // 2, noise)),
        "elsewhere": ((text, ()) for text in _elsewhere()),
        "words": ((text, ()) for text in _words(sources["pypinyin"], size, noise)),
    }
    for group, texts in made.items():
        seen = set(noise.meanings)
        for text, allowed in texts:
            if text not in seen:
                seen.add(text)
                yield Negative(text, group, frozenset(allowed))


def _below(source: Source, file: str, size: int, noise: Noise) -> Iterator[tuple[str, Collection[str]]]:
    """Townships or villages, each with the codes of the divisions that it lies in."""
    lines = source.read(f"package/dist/{file}").decode("utf-8").splitlines()[1:]
    draw = seeded(noise.seed, file)
    for line in draw.sample(lines, min(size, len(lines))):
        code, name = line.split(",")[:2]
        county = code[:6]
        today = {county, *noise.places.today(Unit("", "", "", county))}
        above = {above for one in today for above in (one[:4] + "00", one[:2] + "0000")}
        yield name.strip('"'), today | above


def _made_up(size: int, noise: Noise) -> Iterator[tuple[str, bool]]:
    """Names that could be counties and never were, and whether they sound like a real one, tones aside."""
    draw = seeded(noise.seed, "made up")
    stems = [row["stem"] for row in noise.rows.values() if len(row["stem"]) == 2]
    sounds = {noise.slips.sound(name) for name in noise.meanings}
    for _ in range(size):
        made = draw.choice(stems)[0] + draw.choice(stems)[1] + draw.choice("县县区市")
        if not noise.begins_with_a_name(made):
            yield made, noise.slips.sound(made) in sounds


def _roads(size: int, noise: Noise) -> Iterator[str]:
    draw = seeded(noise.seed, "roads")
    stems = [row["stem"] for row in noise.rows.values() if 1 < len(row["stem"]) < 4]
    for number in range(size):
        head = draw.choice(stems) if number % 4 else draw.choice(_ROAD_STEMS)
        tail = f"{draw.randint(1, 999)}号" if number % 2 else ""
        yield head + draw.choice(_ROADS) + tail


def _elsewhere() -> Iterator[str]:
    for line in (Path(__file__).parent / "elsewhere.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield from line.split()


def _words(source: Source, size: int, noise: Noise) -> Iterator[str]:
    """Words that hold no name of two or more characters."""
    names = {name for name in noise.meanings if len(name) > 1}
    phrases = sorted(p for p in json.loads(source.read("pypinyin/phrases_dict.json")) if _HAN.fullmatch(p))
    draw = seeded(noise.seed, "words")
    draw.shuffle(phrases)
    kept = (word for word in phrases if not any(part in names for part in _parts(word)))
    for _, word in zip(range(size), kept, strict=False):
        yield word


def _parts(word: str) -> Iterator[str]:
    for start in range(len(word) - 1):
        for end in range(start + 2, len(word) + 1):
            yield word[start:end]
