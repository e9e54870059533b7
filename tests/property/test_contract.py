"""The contract of a resolution, rule by rule: each class quotes the rule that it proves."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import coedu_zones as cz
from coedu_zones import Candidate, Division, Method, Normalizer, Resolution, Status
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.parse.names import NameIndex
from tests.frames.texts import EVERY
from tests.test_resolve import TABLES, golden

settings.register_profile("contract", deadline=None, max_examples=150 if EVERY else 75, derandomize=True)
settings.load_profile("contract")


@cache
def divisions() -> tuple[Division, ...]:
    return tuple(cz.divisions())


def some_divisions(number: int) -> tuple[Division, ...]:
    """Every fourth one for a word of a list, others for the next: a stem is tried before a fourth of them."""
    return divisions() if EVERY else divisions()[number % 4 :: 4]


@cache
def names() -> tuple[str, ...]:
    """Everything that a division or area may be called."""
    return tuple(sorted(NameIndex.current().names))


@cache
def golden_texts() -> tuple[str, ...]:
    return tuple(row.text for table in TABLES for row in golden(table))


GLUE = (
    "",
    "",
    " ",
    "/",
    "，",
    "市",
    "区",
    "县",
    "路",
    "第一中学",
    "1号",
    "（",
    "）",
    "某某",
    "的",
    "中国",
    "高新区",
    "\u3000",
    "市辖区",
)
YEARS = range(1981, 2027) if EVERY else range(1981, 2027, 5)
ROADS = ("路", "路5号", "南路12号", "东路", "大道", "街", "北大街", "中路")
BUILDINGS = ("大厦", "小区", "花园", "银行")
WORDS = ("苹果手机", "我爱你中国", "学校", "hello", "123456", "🙂", "家庭教育", "实验区", "a", "、")

division = st.deferred(lambda: st.sampled_from(divisions()))
name = st.deferred(lambda: st.sampled_from(names()))
piece = st.one_of(name, st.sampled_from(GLUE), st.sampled_from(WORDS), st.text(max_size=4))
soup = st.lists(piece, min_size=1, max_size=6).map("".join)
#: Any text: soups of names and words, rows of the golden tables, and what hypothesis thinks of.
text = st.one_of(soup, st.deferred(lambda: st.sampled_from(golden_texts())), st.text(max_size=40))


def ids(resolution: Resolution) -> list[str]:
    return [c.place.id for c in resolution.candidates]


class TestRule1:
    """``status`` is resolved, ambiguous, conflict or unresolved. ``division`` (or ``area``) is set only when resolved."""

    @given(text)
    def test_the_place_is_set_only_when_resolved(self, given_text: str) -> None:
        found = cz.resolve(given_text)
        assert found.text == given_text
        assert (found.place is not None) == (found.status is Status.RESOLVED)
        assert (found.division is not None) + (found.area is not None) == (found.status is Status.RESOLVED)
        assert (found.code is not None) <= (found.division is not None)

    @given(text)
    def test_a_status_says_how_many_fit(self, given_text: str) -> None:
        found = cz.resolve(given_text)
        assert len(set(ids(found))) == len(found.candidates), "no candidate twice"
        if found.status in {Status.AMBIGUOUS, Status.CONFLICT}:
            assert len(found.candidates) >= 2
        if found.status is Status.RESOLVED:
            assert found.candidates
            assert all(c.score < found.candidates[0].score for c in found.candidates[1:])

    @given(text)
    @example("南郊")
    @example("市郊区")
    def test_best_first(self, given_text: str) -> None:
        scores = [c.score for c in cz.resolve(given_text).candidates]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 100 for score in scores)


class TestRule2:
    """Never confidently wrong: if two readings fit, it is ambiguous and every one of them is a candidate."""

    def test_a_full_name_that_several_bear_lists_them_all(self) -> None:
        bearers: dict[str, list[str]] = {}
        for found in divisions():
            bearers.setdefault(found.name, []).append(found.id)
        for shared, codes in bearers.items():
            found_codes = ids(cz.resolve(shared))
            assert set(codes) <= set(found_codes), shared
            if len(codes) > 1:
                assert cz.resolve(shared).status is Status.AMBIGUOUS, shared

    def test_a_name_that_one_bears_is_that_one(self) -> None:
        seen = Counter(found.name for found in divisions())
        for found in divisions():
            if seen[found.name] == 1:  # others may have borne it in the last ten years, or bear it in Taiwan
                assert found.id in ids(cz.resolve(found.name)), found

    def test_a_province_before_a_shared_name_leaves_those_inside(self) -> None:
        inside: dict[str, set[str]] = {}
        for found in divisions():
            if len(found.path) > 1:
                inside.setdefault(found.path[0] + found.name, set()).add(found.id)
        for given_text, codes in inside.items():
            assert set(ids(cz.resolve(given_text))) >= codes, given_text

    @given(division, division)
    def test_parts_that_contradict_one_another_are_never_resolved_to_the_second(
        self, one: Division, two: Division
    ) -> None:
        assume(one.path[0] != two.path[0])
        found = cz.resolve("".join(one.path) + "".join(two.path))
        assert found.status is not Status.RESOLVED or found.code == one.code

    @given(st.deferred(lambda: st.sampled_from([r.text for r in golden("should_not_match")])), st.integers(0, 3))
    def test_a_text_that_names_no_place_is_unresolved(self, given_text: str, spaces: int) -> None:
        assert cz.resolve(" " * spaces + given_text).status is Status.UNRESOLVED

    @pytest.mark.parametrize("road", ROADS)
    def test_a_road_is_not_the_place_that_it_is_named_after(self, road: str) -> None:
        for found in some_divisions(ROADS.index(road)):
            if found.stem and not found.stem.endswith("县"):  # 沙县 is the former name of 沙县区
                resolution = cz.resolve(found.stem + road)
                assert resolution.status is not Status.RESOLVED, resolution

    @pytest.mark.parametrize("word", BUILDINGS)
    def test_nor_is_a_building_or_a_bank(self, word: str) -> None:
        for found in some_divisions(BUILDINGS.index(word)):
            if found.stem and not found.stem.endswith("县"):
                resolution = cz.resolve(found.stem + word)
                assert resolution.status is not Status.RESOLVED, resolution

    def test_a_new_area_is_not_the_district_of_its_stem(self) -> None:
        for found in divisions():
            if not found.stem or found.stem.endswith("县") or found.stem + "新区" in found.short_forms:
                continue  # 沙县 is a former name; 龙华新区 became 龙华区
            if found.name == found.stem + "区":
                resolution = cz.resolve(found.stem + "新区")
                assert resolution.code is None or resolution.division != found, resolution


class TestRule3:
    """Every written part counts. What was not understood is in ``remainder``."""

    def test_every_full_path_resolves_and_leaves_nothing(self) -> None:
        for number, found in enumerate(divisions()):
            for separator in ("", "/", " ") if EVERY else ("", " /"[number % 2]):
                resolution = cz.resolve(separator.join(found.path))
                assert (resolution.code, resolution.remainder) == (found.code, ""), found

    @given(division, st.sampled_from(["某某区", "虚构县", "某某市", "某某旗"]))
    def test_a_remainder_that_looks_like_a_division_is_flagged(self, found: Division, made_up: str) -> None:
        resolution = cz.resolve("".join(found.path) + made_up)
        if resolution.status is Status.RESOLVED:
            assert resolution.remainder == made_up
            assert resolution.remainder_is_division
            assert resolution.score is not None
            assert resolution.score < 95

    @given(division, st.sampled_from(["劳动路1号", "第一中学", "人民政府", "xyz", "12号楼"]))
    def test_what_follows_a_full_path_is_kept(self, found: Division, tail: str) -> None:
        resolution = cz.resolve("".join(found.path) + tail)
        assert resolution.code == found.code
        assert resolution.remainder == tail
        assert not resolution.remainder_is_division

    @given(text)
    def test_a_remainder_is_of_the_text(self, given_text: str) -> None:
        from coedu_zones.parse.text import normalize_text

        found = cz.resolve(given_text)
        if found.status is Status.RESOLVED:
            left = list(normalize_text(given_text).text)
            for character in found.remainder.replace(" ", ""):
                assert character in left
                left.remove(character)


class TestRule4:
    """Context narrows, it does not force: ``within=``, ``level=`` and ``as_of=``."""

    @given(text, division)
    def test_nothing_outside_the_context_is_an_answer(self, given_text: str, holder: Division) -> None:
        found = cz.resolve(given_text, within=holder)
        if found.status is Status.RESOLVED and found.division:
            assert Gazetteer.current().is_within(found.division.id, holder.id)

    @given(text, st.sampled_from(["province", "prefecture", "county"]))
    @example("丁青市", "province")
    @example("泾阳区", "province")
    @example("紫金区", "prefecture")
    @example("360502", "province")
    def test_nothing_of_another_level_is_an_answer(self, given_text: str, level: str) -> None:
        found = cz.resolve(given_text, level=level)
        assert found.status is not Status.AMBIGUOUS or len(found.candidates) > 1
        place = found.place
        assert place is None or (isinstance(place, Division) and place.level.value == level)

    @given(division)
    def test_what_fits_alone_fits_in_its_own_context(self, found: Division) -> None:
        assert cz.resolve(found.name, within=found.path[0]).status is not Status.UNRESOLVED
        if found.parent:
            assert cz.resolve(found.name, within=found.parent).code == found.code
        assert cz.resolve(found.code, within=found.path[0]).code == found.code

    @given(division, st.sampled_from(YEARS))
    def test_a_year_s_answer_is_a_division_of_the_year(self, found: Division, year: int) -> None:
        then = cz.resolve(found.name, as_of=year).division
        if then is not None:
            assert then.first_year is None or then.first_year <= year
            assert then.last_year is None or then.last_year >= year

    def test_a_place_above_the_context_does_not_lead_out_of_it(self) -> None:
        for text, within in (
            ("广东省深圳市南山区", "广州市"),
            ("黑龙江省香坊区", "大庆市"),
            ("南京鼓楼区", "徐州市"),
            ("朝阳区（北京）", "长春市"),
        ):
            assert cz.resolve(text, within=within).status is not Status.RESOLVED, text

    def test_a_name_that_came_later_is_none_in_an_earlier_year(self) -> None:
        for year in (1990, 2000, 2020):
            then = Normalizer(as_of=year)
            for own in ("沙坡头区", "浦东新区", "和安县", "普兰店区"):
                found = then.resolve(own)
                assert found.status is Status.UNRESOLVED or found.remainder == "", f"{own} in {year}: {found}"

    def test_a_code_that_is_not_inside_is_not_forced(self) -> None:
        found = cz.resolve("360502", within="浙江")
        assert (found.status, found.code) == (Status.UNRESOLVED, None)


class TestRule5:
    """Documented preferences, each a named rule visible in the trace, are the only tie-breakers; the others stay listed."""

    def test_a_bare_stem_keeps_its_other_bearers(self) -> None:
        index = NameIndex.current()
        for stem in sorted({d.stem for d in divisions() if d.stem}):
            found = cz.resolve(stem)
            bearers = {e.place for e in index.names.get(stem, ()) if isinstance(e.place, str)}
            if found.status is Status.RESOLVED and found.code in bearers:
                assert {c.code for c in found.candidates if c.code} & bearers, stem

    def test_every_province_owns_its_everyday_name(self) -> None:
        for found in cz.provinces():
            assert found.stem
            assert cz.resolve(found.stem).code == found.code
            assert cz.resolve(found.abbreviation).code == found.code


class TestRule6:
    """Weak evidence can only suggest, unless one candidate is clearly alone above the cutoff."""

    WEAK = frozenset({Method.HOMOPHONE, Method.LOOK_ALIKE, Method.FUZZY, Method.PINYIN})

    @given(text)
    def test_a_weak_answer_stands_alone_and_is_not_sure(self, given_text: str) -> None:
        found = cz.resolve(given_text)
        if found.method in self.WEAK and found.status is Status.RESOLVED:
            assert found.score is not None
            assert 85 <= found.score < 100
            assert all(c.score < found.score for c in found.candidates[1:])

    @given(text, st.sampled_from([90.0, 97.5, 99.5]))
    def test_nothing_below_the_cutoff_is_an_answer(self, given_text: str, cutoff: float) -> None:
        found = _normalizer(cutoff).resolve(given_text)
        if found.status is Status.RESOLVED:
            assert found.score is not None
            assert found.score >= cutoff


@cache
def _normalizer(cutoff: float) -> Normalizer:
    return Normalizer(cutoff=cutoff)


class TestRule7:
    """Every answer explains itself: the trace lists the rules that fired, on which characters, with what result."""

    @given(text)
    def test_the_trace_points_into_the_text(self, given_text: str) -> None:
        found = cz.resolve(given_text)
        assert found.trace
        for step in found.trace:
            assert step.rule
            assert step.result or step.start == step.end or step.rule == "clean"
            assert 0 <= step.start <= step.end <= len(given_text)

    @given(text)
    def test_it_can_be_shown_and_kept(self, given_text: str) -> None:
        found = cz.resolve(given_text)
        assert str(found).startswith(given_text)
        assert found._repr_html_().startswith("<table>")
        assume(given_text.isprintable())
        assert Resolution.model_validate_json(found.model_dump_json()) == found


class TestRule8:
    """Deterministic: same text, same options, same data version, same answer."""

    @settings(max_examples=150 if EVERY else 40)  # each makes a normalizer
    @given(text)
    def test_twice_the_same(self, given_text: str) -> None:
        assert cz.resolve(given_text) == cz.resolve(given_text) == Normalizer().resolve(given_text)

    @given(st.lists(text, max_size=8), st.randoms(use_true_random=False))
    def test_the_order_of_texts_changes_nothing(self, texts: list[str], chance: random.Random) -> None:
        mixed = texts.copy()
        chance.shuffle(mixed)
        answers = dict(zip(mixed, cz.resolve_many(mixed), strict=True))
        assert [answers[t] for t in texts] == cz.resolve_many(texts)

    @given(text)
    def test_clean_and_raw_are_one(self, given_text: str) -> None:
        from coedu_zones.parse.text import normalize_text

        def said(resolution: Resolution) -> tuple[Any, ...]:
            def one(candidate: Candidate) -> tuple[Any, ...]:
                return (candidate.code or candidate.name, candidate.score, candidate.method)

            return (resolution.status, [one(c) for c in resolution.candidates], resolution.remainder)

        assert said(cz.resolve(given_text)) == said(cz.resolve(normalize_text(given_text).text))


HOSTILE = [
    "北京", "市", "(", "新疆维吾尔自治区", "省", "县", "朝阳区", "江西省新余市渝水区", "吉林", "市中区", "的", " ", "渝水区的",
    "省直辖县级行政区划", "市辖区", "中国", "兵团", "第一师", "路", "昭乌达盟", "上饶", "1", "a", "beijing ", "（）", "重慶", "渝\u200b",
    "南京江北新区", "区县市旗", "高新区", "某某区",
]  # fmt: skip


def seconds(read: Callable[[str], object], unit: str, length: int) -> float:
    """The least of three times for a text of so many characters."""
    given_text = (unit * length)[:length]
    best = 60.0
    for _ in range(3):
        start = time.perf_counter()
        read(given_text)
        best = min(best, time.perf_counter() - start)
    return best


class TestRule9:
    """Linear: the time for a text grows with its length, whatever is in it; over the maximum it is refused."""

    @pytest.mark.parametrize("unit", HOSTILE)
    def test_hostile_repetition(self, unit: str) -> None:
        cz.resolve(unit * 50)  # what is loaded once is not counted
        short, long = seconds(cz.resolve, unit, 200), seconds(cz.resolve, unit, 2000)
        assert long < 10 * 10 * max(short, 0.0005), f"{short * 1000:.2f} ms, then {long * 1000:.2f} ms"

    @pytest.mark.parametrize("unit", HOSTILE)
    def test_running_text_too(self, unit: str) -> None:
        cz.extract(unit * 50)
        short, long = seconds(cz.extract, unit, 300), seconds(cz.extract, unit, 3000)
        assert long < 10 * 10 * max(short, 0.001), f"{short * 1000:.2f} ms, then {long * 1000:.2f} ms"

    @given(st.integers(1, 50), piece.filter(bool))
    def test_over_the_maximum_is_refused(self, more: int, unit: str) -> None:
        given_text = (unit * 2100)[: cz.MAX_TEXT_LENGTH + more]
        with pytest.raises(cz.TextTooLongError):
            cz.resolve(given_text)


class TestAnyTextAtAll:
    """No text crashes it."""

    @settings(max_examples=400 if EVERY else 150)
    @given(text)
    @example("\ud800")
    @example("\x00")
    @example("360502\n")
    @example("江西省" * 600)
    @example("(((((")
    @example("市")
    def test_resolve_and_extract(self, given_text: str) -> None:
        assert cz.resolve(given_text).status in Status
        for mention in cz.extract(given_text):
            assert given_text[mention.start : mention.end] == mention.text
            assert mention.resolution.text == mention.text
