"""Texts of every kind that a column may hold, made from the gazetteer with a seed."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from typing import Final

from coedu_zones.gazetteer import Gazetteer

#: How many texts the engines are compared on: more of them show what is rarer, see ``.ci/run``.
COUNT: Final = int(os.environ.get("VARIED_TEXTS", "3000"))
#: Whether a rule that multiplies the divisions is tried on each of them in each form, and not on the same few of each.
EVERY: Final = COUNT >= 10_000
HOSTILE: Final = (
    "", " ", "\u3000", "\n\t", "\x00", "渝水\x00区", "\x1b[31m渝水区\x1b[0m", "渝\u200b水\u200d区", "\ufeff渝水区",
    "\u202e区水渝", "🏫渝水区", "👩‍👩‍👧", "渝水区🏫", "\U00020000\U0002a6df", "\ue000\uf8ff", "e\u0301e\u0301", "渝水区\r\n",
    "nan", "None", "NULL", "<NA>", "true", "0", "1e9", "-1", "360502", "360502.0", "３６０５０２", "999999", "360502001002",
    "'; DROP TABLE 地址; --", '{"a": 1}', "%s%n", "\\u6e1d", "省省省", "市" * 2000, "北京市" * 400, "渝水区" * 700,
    "(" * 1500, "江西省新余市渝水区" * 300, "x" * 2000, "x" * 2001, "区" * 100_000,
)  # fmt: skip
NO_PLACES: Final = (
    "苹果手机",
    "我爱你中国",
    "第一中学",
    "实验小学",
    "某某县",
    "人民政府",
    "家校社协同育人",
    "hello world",
    "长城",
)
FORMER: Final = (
    "祁阳县",
    "蓟县",
    "章丘市",
    "崇文区",
    "宣武区",
    "湖北省沔阳县",
    "四川省重庆市",
    "襄樊市",
    "思茅市",
    "徽州地区",
)
TAILS: Final = (
    "人民路{}号",
    "第{}中学",
    "{}号院{}单元",
    "教育局",
    "某某街道{}社区",
    " {} ",
    "-{}",
    "的做法",
    "新城{}期",
    "(东区)",
)
SEPARATORS: Final = ("", "", "", " ", "/", "，", "-", "\u3000")


SHARED: Final = (
    "朝阳区",
    "鼓楼区",
    "城中区",
    "桥西区",
    "市中区",
    "西湖区",
    "铁西",
    "河东",
    "新华区",
    "普陀区",
    "江北区",
    "宝山",
)
PLANES: Final = ((0x20, 0x7F), (0x4E00, 0x9FA6), (0x0, 0xD800), (0xE000, 0x10FFFF))


def varied_texts(count: int, seed: int = 47) -> list[str | None]:
    """``count`` texts, most of them distinct: right, wrong, ambiguous, missing and hostile ones."""
    maker = _Maker(random.Random(seed))
    return [None, *HOSTILE, *(maker.text() for _ in range(count))][:count]


class _Maker:
    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.gazetteer = Gazetteer.current()
        self.codes = sorted(self.gazetteer.rows)
        often = [self.path] * 6 + [self.address] * 6 + [self.name] * 3 + [self.damaged] * 4 + [self.crossed] * 2
        seldom = [self.shared, self.code, self.pinyin, self.noise, self.plain]
        self.kinds: list[Callable[[], str]] = [*often, *seldom]

    def text(self) -> str | None:
        return None if self.rng.random() < 0.04 else self.rng.choice(self.kinds)()

    def names(self) -> list[str]:
        """The names from the province down, some left out, some shortened."""
        code = self.rng.choice(self.codes)
        names = []
        for place in self.gazetteer.path_ids(code):
            row = self.gazetteer.rows[place]
            if place == code or self.rng.random() < 0.7:
                shorter = [
                    row.name,
                    row.name,
                    row.stem or row.name,
                    *row.shorts.split(),
                    *row.aliases.split(),
                ]
                names.append(self.rng.choice(shorter))
        return names

    def path(self) -> str:
        return self.rng.choice(SEPARATORS).join(self.names())

    def name(self) -> str:
        return self.names()[-1]

    def address(self) -> str:
        return self.path() + self.rng.choice(TAILS).format(self.rng.randrange(5000), self.rng.randrange(9))

    def damaged(self) -> str:
        """A path or an address with a character lost, doubled, swapped or replaced."""
        text = list(self.rng.choice((self.path, self.address))())
        at = self.rng.randrange(len(text))
        change = self.rng.randrange(4)
        if change == 0:
            del text[at]
        elif change == 1:
            text.insert(at, text[at])
        elif change == 2:
            text[at - 1], text[at] = text[at], text[at - 1]
        else:
            text[at] = chr(self.rng.randrange(0x4E00, 0x9FA6))
        return "".join(text)

    def crossed(self) -> str:
        """Parts that may contradict one another."""
        return self.names()[0] + self.names()[-1]

    def shared(self) -> str:
        """A name of several places, alone or with something behind it."""
        return self.rng.choice(SHARED) + self.rng.choice(("", "", *TAILS)).format(self.rng.randrange(99), 1)

    def code(self) -> str:
        code = self.rng.choice(self.codes)
        return self.rng.choice((code, f"{code}001", str(self.rng.randrange(1_000_000))))

    def pinyin(self) -> str:
        row = self.gazetteer.rows[self.rng.choice(self.codes)]
        return self.rng.choice((row.pinyin, row.pinyin.upper(), row.english, row.roman)) or row.name

    def noise(self) -> str:
        """Any characters but surrogates, which no Arrow text holds."""
        size = self.rng.randrange(40)
        return "".join(chr(self.rng.randrange(*self.rng.choice(PLANES))) for _ in range(size))

    def plain(self) -> str:
        return self.rng.choice((*NO_PLACES, *FORMER, *HOSTILE[:30]))
