"""Properties of every division: each class quotes the rule that it proves.

Where a rule multiplies the divisions, every few of them are taken, always the same ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

import pytest

import coedu_zones as cz
from coedu_zones import Division, Resolution, Status
from coedu_zones.changes.lineage import Period
from coedu_zones.data.reader import read_table
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.parse.names import NameIndex, common_names
from coedu_zones.parse.text import normalize_text
from tests.frames.texts import EVERY

SEPARATORS: Final = ("", " ", "/", ",", "，", "、", "-", "|", ">", "\u3000", "／", " / ", "\t", "·", "—")
SUFFIXES: Final = (
    "劳动路1号", "人民路", "第一中学", "实验小学", "人民政府", "教育局", "人民医院", "12号楼", "xyz", "A座", " 劳动路", ",劳动路1号",
    "(劳动路)", "1号", "工业大道88号3栋", "火车站", "税务局", "派出所", "的做法", "?", "。",
)  # fmt: skip


@cache
def divisions() -> tuple[Division, ...]:
    return tuple(cz.divisions())


@cache
def by_id() -> dict[str, Division]:
    return {found.id: found for found in divisions()}


def parents(found: Division) -> list[Division]:
    """The divisions above, the nearest first."""
    return [by_id()[code] for code in reversed(Gazetteer.current().ancestors[found.id][:-1])]


def written(found: Division) -> list[str]:
    """The name and the stem."""
    return list(dict.fromkeys(filter(None, (found.name, found.stem))))


@cache
def resolve(text: str) -> Resolution:
    """What a text is alone, worked out once for the rules that ask for it again."""
    return cz.resolve(text)


def none_of(wrong: Iterable[str]) -> None:
    """Fail with the first of the texts that are wrong, and how many there are."""
    listed = list(wrong)
    assert not listed, f"{len(listed)} wrong: " + "; ".join(listed[:15])


def place_id(found: Resolution) -> str | None:
    return found.place.id if found.place else None


def score_of(found: Resolution, place: str) -> float:
    return next((c.score for c in found.candidates if c.place.id == place), 0.0)


@cache
def traditional() -> dict[int, str]:
    """A character → one that is read as it."""
    return {
        ord(plain): variant for variant, plain in read_table("script.tsv", 2)
        if len(variant) == len(plain) == 1 and "\u4e00" <= variant <= "\u9fff" and variant != plain
    }  # fmt: skip


class TestFullPath:
    """A full path resolves to itself in every separator, script, width and with every suffix."""

    @pytest.mark.parametrize("separator", SEPARATORS)
    def test_in_every_separator(self, separator: str) -> None:
        step = 3 if EVERY else 5
        some = divisions()[SEPARATORS.index(separator) % step :: step]
        found = [(d, cz.resolve(separator.join(d.path))) for d in some]
        none_of(str(r) for d, r in found if (place_id(r), r.remainder) != (d.id, ""))

    def test_in_the_other_script(self) -> None:
        paths = [("".join(d.path), d.id) for d in divisions()]
        others = [(text.translate(traditional()), text, place) for text, place in paths]
        others = [row for row in others if row[0] != row[1] == normalize_text(row[0]).text]
        assert len(others) > 2000
        none_of(text for text, _, place in others if place_id(cz.resolve(text)) != place)

    def test_in_the_other_width(self) -> None:
        wide = str.maketrans("0123456789/|", "０１２３４５６７８９／｜")
        for found in divisions()[::5]:
            assert place_id(cz.resolve("|".join(found.path).translate(wide))) == found.id
            if found.code:
                assert cz.resolve(found.code.translate(wide)).code == found.code

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_with_every_suffix(self, suffix: str) -> None:
        some = divisions()[SUFFIXES.index(suffix) % 7 :: 7]
        found = [(d, cz.resolve("".join(d.path) + suffix)) for d in some]
        none_of(str(r) for d, r in found if place_id(r) != d.id)

    def test_by_its_code(self) -> None:
        for found in divisions():
            if found.code:
                resolution = cz.resolve(found.code)
                assert (resolution.code, resolution.score) == (found.code, 100.0)


class TestRightParent:
    """A right parent added never changes the answer and never lowers the score."""

    ROUNDING = 0.11  # scores have one decimal

    @staticmethod
    def pairs() -> Iterator[tuple[Division, str, str]]:
        """A division, one of its names, and the same behind a name of a parent."""
        for found in divisions()[:: 4 if EVERY else 8]:
            for own in written(found):
                for parent in parents(found):
                    for above in written(parent):
                        if own not in written(parent):  # a city said again is the city
                            yield found, own, above + own
                            yield found, own, f"{above}/{own}"

    def test_the_answer_stays(self) -> None:
        resolved = ((d, longer) for d, own, longer in self.pairs() if place_id(resolve(own)) == d.id)
        found = ((d, resolve(longer)) for d, longer in resolved)
        none_of(str(r) for d, r in found if place_id(r) != d.id)

    #: 梅县 is a stem that looks like a full name, and 峨眉山 an everyday name: as whole cells they are surer than behind others.
    STEMS_LIKE_NAMES = frozenset({"梅县", "峨眉山"})

    def test_the_score_does_not_fall(self) -> None:
        wrong = []
        for found, own, longer in self.pairs():
            before, after = score_of(resolve(own), found.id), score_of(resolve(longer), found.id)
            if after < before - self.ROUNDING and own not in self.STEMS_LIKE_NAMES:
                wrong.append(f"{longer}: {before} → {after}")
        none_of(wrong)


class TestWrongParent:
    """A wrong province or prefecture added, as name or stem, with or without separator, is a conflict or unresolved,
    never resolved elsewhere."""

    @staticmethod
    def names_in(above: Division, own: str) -> bool:
        """Whether some division inside ``above`` bears a name, or bore it."""
        index = NameIndex.current()
        for entry in index.names.get(own, ()):
            later = index.successors(entry.place) if isinstance(entry.place, Period) else ()
            homes = [index.ancestors[entry.place], *(index.ancestors[code] for code in later)]
            if any(above.id in home for home in homes):
                return True
        return False

    @classmethod
    def texts(cls, level: str, separator: str, *, stem: bool) -> Iterator[tuple[Division, str, str]]:
        """A wrong parent of a level, a county's full name or stem, and the one behind the other."""
        pool = [d for d in divisions() if d.level.value == level and d.code]
        counties = [d for d in divisions() if d.level.value == "county" and d.code]
        for number, found in list(enumerate(counties[:: 9 if stem else 3]))[:: 1 if EVERY or stem else 2]:
            above = pool[number * 7 % len(pool)]
            own = (found.stem or "") if stem else found.name
            part_of_any_town = own in common_names()["common"]
            if not own or part_of_any_town or above in parents(found) or cls.names_in(above, own):
                continue
            for name in written(above):
                yield above, own, f"{name}{separator}{own}"

    @pytest.mark.parametrize("separator", ["", "/"])
    @pytest.mark.parametrize("level", ["province", "prefecture"])
    def test_a_full_name(self, level: str, separator: str) -> None:
        texts = list(self.texts(level, separator, stem=False))
        assert len(texts) > 400
        wrong = [str(found) for _, _, text in texts if (found := cz.resolve(text)).status is Status.RESOLVED]
        none_of(wrong)

    @pytest.mark.parametrize("level", ["province", "prefecture"])
    @pytest.mark.parametrize(
        "pattern",
        ["{above}境内的{own}", "{own}位于{above}", "{own}（{above}）", "{own}人民路12号（{above}）", "{own}人民路12号 {above}", "{above}和{own}"],
    )  # fmt: skip
    def test_whatever_joins_them(self, pattern: str, level: str) -> None:
        """A particle, a word, a bracket, an address between the two, and a list."""
        wrong = []
        for _, _, text in self.texts(level, "\0", stem=False):
            above, own = text.split("\0")
            found = cz.resolve(pattern.format(above=above, own=own))
            if found.status is Status.RESOLVED:
                wrong.append(str(found))
        none_of(wrong)

    @pytest.mark.parametrize("separator", ["", "/"])
    @pytest.mark.parametrize("level", ["province", "prefecture"])
    def test_a_stem_is_never_read_elsewhere_and_never_dropped(self, level: str, separator: str) -> None:
        """A stem may be a word, a village or a township of the parent as well: what is certain is said of the parent."""
        index = NameIndex.current()
        wrong = []
        texts = list(self.texts(level, separator, stem=True))
        assert len(texts) > 300
        for above, own, text in texts:
            found = cz.resolve(text)
            if found.status is Status.RESOLVED:
                inside = above.id in index.ancestors[str(place_id(found))]
                kept = found.township is not None or own in found.remainder
                by_township = found.township is not None  # 西安桃源: 西安镇 is a township of 桃源县
                if not (inside or by_township) or not (kept or place_id(found) != above.id):
                    wrong.append(str(found))
        none_of(wrong)


class TestContext:
    """``within`` equals the written prefix."""

    def test_a_name_inside_a_place(self) -> None:
        wrong = []
        for found in divisions()[1 :: 4 if EVERY else 8]:
            for parent in parents(found):
                for own in written(found):
                    if own in written(parent) or (own == found.stem and any(own == p.stem for p in parents(found))):
                        continue  # a city said again is the city
                    narrowed, prefixed = cz.resolve(own, within=parent), cz.resolve("".join(parent.path) + own)
                    if self.summary(narrowed) != self.summary(prefixed):
                        wrong.append(f"{parent}: {narrowed}; {prefixed}")
        none_of(wrong)

    @staticmethod
    def summary(found: Resolution) -> tuple[str, object]:
        if found.status is Status.RESOLVED:
            return found.status.value, place_id(found)
        return found.status.value, sorted(c.place.id for c in found.candidates)


class TestOfAYear:
    """``as_of=Y`` reads the full paths of the year."""

    @pytest.mark.parametrize("year", [1985, 1998, 2012, 2019])
    def test_a_full_path(self, year: int) -> None:
        found = cz.divisions(as_of=year)
        texts = ["/".join(d.path) for d in found]
        times = Counter(texts)
        for division, text in list(zip(found, texts, strict=True))[::6]:
            if times[text] == 1:
                assert cz.resolve(text, as_of=year).code == division.code, f"{text} in {year}"
