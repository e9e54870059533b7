"""The repetitive column of the speed benchmark, and plain names and addresses, from a seed, without the library.

Every text is made from a division of the shipped gazetteer, in the forms of everyday
tables: names written in full most often, then without one of the levels, then everyday
stems, a few with separators. An address goes on with a road and a number, some with a
township before or a building behind. Names that several divisions share (朝阳区) and
roads that are called after other places (北京路) are drawn as often as any.
"""

from __future__ import annotations

import random
from functools import lru_cache
from pathlib import Path

from tools.corpora.places import DATA, read_table

SEED = 97
NAMES = 3_000

#: (weight, form): D is a division's full name, C and P are those of the prefecture and province above; d, c, p stems.
Form = tuple[int, str]
BARE: tuple[Form, ...] = (
    (24, "PCD"), (18, "D"), (14, "CD"), (8, "PD"), (6, "pcD"), (6, "cD"), (5, "pD"), (5, "cd"),
    (4, "pd"), (4, "d"), (2, "P C D"), (2, "P/C/D"), (1, "P-C-D"), (1, "pcd"),
)  # fmt: skip
ADDRESS: tuple[Form, ...] = ((40, "PCD"), (25, "CD"), (15, "D"), (8, "pcD"), (6, "PD"), (4, "cD"), (2, "cd"))
ROADS = (
    "人民 解放 中山 建设 新华 和平 文化 胜利 青年 光明 东风 朝阳 迎宾 滨河 环城 工业 学府 花园 兴华 振兴 北京 上海 南京 长江 黄河"
    " 泰山 劳动 府前 站前 西湖 友谊 团结 前进 健康 体育 幸福 富民 长安 民主 广场 龙泉 凤凰 中心 科技 创业 金融"
).split()
KINDS = "路 路 路 东路 西路 南路 北路 中路 街 街 大街 大道 巷".split()
TOWNSHIPS = "城关镇 城郊乡 东城街道 新华街道 河西街道 石桥镇 白云街道 太平镇 龙泉镇 三河乡 双桥街道 马家镇".split()
BUILDINGS = "3栋 2号楼 1单元501室 A座1208 附1号 综合楼 商务大厦 (东门) 旁 人民医院 实验小学 政务服务中心".split()

Names = dict[str, str]


class Divisions:
    """The divisions to write, each with the names of its levels by the letters of the forms."""

    def __init__(self, data: Path = DATA) -> None:
        rows = {row["code"]: row for row in read_table(data / "divisions.tsv")}
        named = {code: names_of(code, rows) for code in sorted(rows)}
        self.counties = [names for code, names in named.items() if not code.endswith("00")]
        self.others = [names for code, names in named.items() if code.endswith("00")]


def names_of(code: str, rows: dict[str, dict[str, str]]) -> Names:
    """Letter of a form → name, without the levels above that the division does not have."""
    names: Names = {}
    for letter, place in (("d", code), ("c", code[:4] + "00"), ("p", code[:2] + "0000")):
        if place in rows and (letter == "d" or place != code):
            names[letter.upper()] = rows[place]["name"]
            names[letter] = rows[place]["stem"] or rows[place]["name"]
    return names


def write(form: str, names: Names) -> str:
    """A division in one form; levels that it does not have are left out: 北京市朝阳区, 河南省/济源市."""
    separator = "" if form.isalpha() else form[1]
    return separator.join(names[letter] for letter in form if letter in names)


def bare_name(chance: random.Random, places: Divisions) -> str:
    """A place and nothing else; one in eight is a province or prefecture."""
    names = chance.choice(places.others if chance.random() < 1 / 8 else places.counties)
    return write(drawn(chance, BARE), names)


def address(chance: random.Random, places: Divisions) -> str:
    """A county, a road and a number, one in four with a township, one in four with a building."""
    head = write(drawn(chance, ADDRESS), chance.choice(places.counties))
    township = chance.choice(TOWNSHIPS) if chance.random() < 0.25 else ""
    building = chance.choice(BUILDINGS) if chance.random() < 0.25 else ""
    road = chance.choice(ROADS) + chance.choice(KINDS)
    return f"{head}{township}{road}{chance.randint(1, 999)}号{building}"


def drawn(chance: random.Random, forms: tuple[Form, ...]) -> str:
    """One form, by weight."""
    return chance.choices([form for _, form in forms], [weight for weight, _ in forms])[0]


@lru_cache(maxsize=2)
def distinct(rows: int, seed: int = SEED) -> list[str]:
    """So many different texts, half bare names and half addresses, shuffled."""
    chance, places = random.Random(seed), Divisions()
    found: dict[str, None] = {}
    for make, wanted in ((bare_name, rows // 2), (address, rows)):
        while len(found) < wanted:
            found[make(chance, places)] = None
    texts = list(found)
    chance.shuffle(texts)
    return texts


@lru_cache(maxsize=2)
def repetitive(rows: int, names: int = NAMES, seed: int = SEED) -> list[str]:
    """A column of so many rows that holds so many different bare names, each about as often."""
    chance, places = random.Random(seed + 1), Divisions()
    few: dict[str, None] = {}
    while len(few) < names:
        few[bare_name(chance, places)] = None
    return chance.choices(list(few), k=rows)


def as_read(texts: list[str]) -> list[str]:
    """The texts as a file reader gives them: every cell an object of its own, never hashed before."""
    return [text[:1] + text[1:] for text in texts]
