"""Texts that name no division of the gazetteer, by group.

A text carries the codes that may still be told: a township lies in a county, and to
say that county is no mistake, nor is it to say 台湾省 of 板桥区. Texts that are a real
name, of today or since 1981, are left out. Townships and villages are of 2023
(china-division), words are phrases of a pronouncing dictionary (pypinyin) without the
name of a division in them, idioms (jionlp's list) have the stem of one inside, made-up
names are two characters of stems and a generic (those that sound like a real one or are
one but for the generic, and may well be taken for its misspelling, are a group of their own), roads are stems with a
word for a road.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tools.corpora.noise import Noise
from tools.corpora.places import Unit
from tools.corpora.slips import seeded
from tools.fetch import load_sources

_ROADS = "路 大道 街 东路 西路 南路 北路 中路 大街".split()
_ROAD_STEMS = (
    "人民 解放 中山 建设 新华 和平 文化 胜利 健康 工业 迎宾 学府 幸福 环城 滨江 站前 朝晖 友谊 光明 振兴".split()
)
_HAN = re.compile("[\u4e00-\u9fff]{2,6}")

Text = tuple[str, Collection[str]]


@dataclass(frozen=True)
class Negative:
    """One text, its group, and the codes that may be told all the same."""

    text: str
    group: str
    allowed: frozenset[str]


def negatives(noise: Noise, group: str, size: int) -> Iterator[Negative]:
    """Different texts of one group, about ``size`` of a large one and all of a small one."""
    seen = set(noise.meanings)
    for text, allowed in GROUPS[group](noise, size):
        if text not in seen:
            seen.add(text)
            yield Negative(text, group, frozenset(allowed))


def _below(noise: Noise, size: int, file: str) -> Iterator[Text]:
    """Townships or villages, each with the codes of the divisions that it lies in."""
    lines = load_sources()["china-division"].read(f"package/dist/{file}").decode("utf-8").splitlines()[1:]
    draw = seeded(noise.seed, file)
    for line in draw.sample(lines, min(size, len(lines))):
        code, name = line.split(",")[:2]
        county = code[:6]
        today = {county, *noise.places.today(Unit("", "", "", county))}
        above = {above for one in today for above in (one[:4] + "00", one[:2] + "0000")}
        yield name.strip('"'), today | above


def _made_up(noise: Noise, size: int, *, like: bool) -> Iterator[Text]:
    """Names that could be counties and never were, and that do or do not sound like a real one, tones and generic aside."""
    draw = seeded(noise.seed, "made up")
    stems = [row["stem"] for row in noise.rows.values() if len(row["stem"]) == 2]
    sounds = {noise.slips.sound(name) for name in noise.meanings}
    for _ in range(size):
        made = draw.choice(stems)[0] + draw.choice(stems)[1] + draw.choice("县县区市")
        near = noise.slips.sound(made) in sounds or made[:-1] in noise.meanings
        if not noise.begins_with_a_name(made) and near is like:
            yield made, ()


def _roads(noise: Noise, size: int) -> Iterator[Text]:
    draw = seeded(noise.seed, "roads")
    stems = [row["stem"] for row in noise.rows.values() if 1 < len(row["stem"]) < 4]
    for number in range(size):
        head = draw.choice(stems) if number % 4 else draw.choice(_ROAD_STEMS)
        tail = f"{draw.randint(1, 999)}号" if number % 2 else ""
        yield head + draw.choice(_ROADS) + tail, ()


def _elsewhere(_: Noise, __: int) -> Iterator[Text]:
    """Places outside the gazetteer; the province may be said of those in 台湾, 香港 and 澳门."""
    allowed: tuple[str, ...] = ()
    for line in (Path(__file__).parent / "elsewhere.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            allowed = tuple(re.findall(r"\d{6}", line))
        else:
            yield from ((text, allowed) for text in line.split())


def _words(noise: Noise, size: int) -> Iterator[Text]:
    """Words that hold no name of two or more characters."""
    phrases = json.loads(load_sources()["pypinyin"].read("pypinyin/phrases_dict.json"))
    yield from _phrases(noise, size, "words", phrases, lambda parts: not any(part in noise.meanings for part in parts))


def _idioms(noise: Noise, size: int) -> Iterator[Text]:
    """Idioms that hold a stem and no full name: 大同小异."""
    with zipfile.ZipFile(io.BytesIO(load_sources()["jionlp"].read("jionlp/dictionary/chinese_idiom.zip"))) as archive:
        lines = archive.read(archive.namelist()[0]).decode("utf-8").splitlines()

    def holds_a_stem(parts: list[str]) -> bool:
        return any(p in noise.meanings for p in parts) and not any(p in noise.full_names for p in parts)

    yield from _phrases(noise, size, "idioms", [line.split("\t")[0] for line in lines], holds_a_stem)


def _phrases(
    noise: Noise, size: int, name: str, phrases: Collection[str], wanted: Callable[[list[str]], bool]
) -> Iterator[Text]:
    """Phrases of two to six characters whose parts are as wanted, in an order that is drawn."""
    drawn = sorted(phrase for phrase in phrases if _HAN.fullmatch(phrase))
    seeded(noise.seed, name).shuffle(drawn)
    yield from islice(((phrase, ()) for phrase in drawn if wanted(_parts(phrase))), size)


def _parts(word: str) -> list[str]:
    """Every part of two or more characters."""
    return [word[start:end] for start in range(len(word) - 1) for end in range(start + 2, len(word) + 1)]


GROUPS: dict[str, Callable[[Noise, int], Iterator[Text]]] = {
    "townships": lambda noise, size: _below(noise, size, "streets.csv"),
    "villages": lambda noise, size: _below(noise, size, "villages.csv"),
    "made-up counties": lambda noise, size: _made_up(noise, size, like=False),
    "made-up, like a real one": lambda noise, size: _made_up(noise, size * 2, like=True),
    "roads": lambda noise, size: _roads(noise, size // 2),
    "elsewhere": _elsewhere,
    "words": _words,
    "idioms with a stem": _idioms,
}
#: without the two that come from npm
FROM_PYPI = tuple(group for group in GROUPS if group not in {"townships", "villages"})
