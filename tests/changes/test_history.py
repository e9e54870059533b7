"""Former names and codes at run time: what they mean today, timelines, successors, and codes between years."""

from __future__ import annotations

import itertools
from collections import Counter
from functools import cache

import pytest

import coedu_zones as cz
from coedu_zones import Method, Status
from coedu_zones.changes.lineage import FIRST_YEAR, History
from tests.frames.texts import EVERY

YEARS = [(1981, 2026), (1990, 2010), (2000, 2024), (2019, 2020), (2015, 2015)]


@cache
def names_of(year: int) -> dict[str, str]:
    """Code → name at the end of a year."""
    return History.load().year_rows(year)


converted = cache(cz.convert)


def convert_ours(code: str, start: int, end: int) -> cz.Conversion:
    """The conversion of a code as the tables number it: where published lists disagree, the reading of the tables."""
    found = converted(code, from_year=start, to_year=end)
    if found.outcome != "ambiguous":
        return found
    (own,) = [c for c in found.alternatives if c.reading and c.reading.place == code]
    return own


class TestFormerNames:
    @pytest.mark.parametrize(
        ("text", "code", "was"),
        [
            ("祁阳县", "431181", "祁阳县 (431121)"),
            ("襄樊市", "420600", "襄樊市 (420600)"),
            ("闸北区", "310106", "闸北区 (310108)"),
            ("鄞县", "330212", "鄞县 (330227)"),
            ("通州市", "320612", "通州市 (320683)"),
            ("431121", "431181", "431121"),
            ("湖南省永州市祁阳县", "431181", "祁阳县"),
            ("祁阳县第一中学", "431181", "祁阳县"),
        ],
    )
    def test_they_mean_today_s_division(self, text: str, code: str, was: str) -> None:
        found = cz.resolve(text)
        assert found.code == code
        assert found.method is Method.FORMER_NAME
        assert found.best is not None
        assert was in " ".join(found.best.evidence)

    def test_the_evidence_tells_when_and_how(self) -> None:
        best = cz.resolve("祁阳县").best
        assert best is not None
        assert best.evidence[0].endswith("1995–2020")
        assert best.evidence[1].startswith("2021 upgrade")
        assert best.evidence[-1] == "whole"

    def test_a_former_parent(self) -> None:
        found = cz.resolve("柳州地区忻城县")
        assert (found.code, found.remainder) == ("451321", "")

    def test_a_city_that_became_a_province(self) -> None:
        assert cz.normalize("四川省重庆市") == "重庆市"
        assert cz.normalize("四川省重庆市渝中区") == "重庆市/渝中区"

    def test_two_that_were_never_one(self) -> None:
        found = cz.resolve("河北省天津市")
        assert found.status is Status.CONFLICT
        assert {c.code for c in found.candidates} == {"130000", "120000"}

    def test_one_that_was_divided(self) -> None:
        assert [c.code for c in cz.resolve("江干区").candidates] == ["330102", "330114"]
        assert [c.code for c in cz.resolve("吴县").candidates] == ["320506", "320507"]
        assert "500101" in [c.code for c in cz.resolve("万县市").candidates]

    def test_mainly_one(self) -> None:
        found = cz.resolve("渝北区")
        assert found.best is not None
        assert found.best.code == "500157"
        assert "main" in found.best.evidence
        assert cz.resolve("渝北区", as_of=2024).code == "500112"
        assert cz.resolve("重庆市江北区").code == "500157"
        assert cz.resolve("重庆市江北区", as_of=2024).code == "500105"

    @pytest.mark.parametrize(
        ("text", "year", "path"),
        [
            ("朝阳市", None, "辽宁省/朝阳市"),
            ("朝阳市", 1983, "辽宁省/朝阳地区/朝阳市"),
            ("朝阳市", 1986, "辽宁省/朝阳市"),
            ("通州市", None, "江苏省/南通市/通州区"),
            ("通州市", 1995, "江苏省/南通市/通州市"),
            ("通州市", 1990, None),
            ("吴县", 1986, "江苏省/苏州市/吴县"),
            ("吴县市", 1998, "江苏省/苏州市/吴县市"),
            ("鄞县", 2000, "浙江省/宁波市/鄞县"),
            ("鄞州区", 2000, None),
            ("黄山区", None, "安徽省/黄山市/黄山区"),
            ("黄山区", 1990, "安徽省/黄山市/黄山区"),
            ("黄山市", 1985, "安徽省/黄山市"),
            ("太平县", None, "安徽省/黄山市/黄山区"),
            ("万县市", 1994, "四川省/万县市"),
            ("万县市", 1990, "四川省/万县地区/万县市"),
        ],
    )
    def test_a_name_means_what_it_meant(self, text: str, year: int | None, path: str | None) -> None:
        assert cz.normalize(text, as_of=year) == path

    def test_the_huangshan_city_of_1985_is_a_district_today(self) -> None:
        then = cz.resolve("黄山市", as_of=1985)
        assert then.code == "340901"
        assert then.today().code == "341003"


class TestTimeline:
    def test_of_one_that_rose(self) -> None:
        found = cz.history("祁阳市")
        assert (found.code, found.name) == ("431181", "祁阳市")
        assert [(p.first, p.last, p.code) for p in found.periods] == [
            (1981, 1982, "432727"), (1983, 1994, "432930"), (1995, 2020, "431121"), (2021, None, "431181"),
        ]  # fmt: skip
        assert [(c.year, c.kind, c.share) for c in found.changes] == [
            (1983, "recode", "whole"), (1995, "recode", "whole"), (2021, "upgrade", "whole"),
        ]  # fmt: skip

    def test_of_one_that_never_changed(self) -> None:
        found = cz.history("110101")
        assert found.name == "东城区"
        assert found.periods[0].first == FIRST_YEAR

    def test_a_code_a_name_and_a_division_are_one(self) -> None:
        assert cz.history("431181") == cz.history("祁阳市") == cz.history(cz.get_division("431181"))

    def test_it_reads_as_lines(self) -> None:
        lines = str(cz.history("431181")).split("\n")
        assert lines[0] == "祁阳市 (431181)"
        assert len(lines) == 1 + 4 + 3
        assert lines[-1].startswith("  2021 upgrade: 祁阳县 (431121) → 祁阳市 (431181), whole")

    @pytest.mark.parametrize(
        ("place", "error"),
        [
            ("999999", cz.UnknownCodeError),
            ("通州区", cz.AmbiguousNameError),
            ("朝阳区", cz.AmbiguousNameError),
            ("苹果手机", cz.UnresolvedNameError),
        ],
    )
    def test_refusals(self, place: str, error: type[Exception]) -> None:
        with pytest.raises(error, match=place):
            cz.history(place)

    def test_every_code_of_every_time_has_one(self) -> None:
        for code, periods in History.load().by_code.items():
            found = cz.history(code)
            own = [(p.first, p.last, p.name) for p in found.periods if p.code == code]
            assert own == [(p.first, p.last, p.name) for p in periods]
            assert [c.year for c in found.changes] == sorted(c.year for c in found.changes)


class TestSuccessors:
    @pytest.mark.parametrize(
        ("code", "successors"),
        [
            ("330104", ["上城区 (330102), main", "钱塘区 (330114), part"]),
            ("310108", ["静安区 (310106), whole"]),
            ("431121", ["祁阳市 (431181), whole"]),
            ("500105", ["两江新区 (500157), whole"]),
        ],
    )
    def test_successors(self, code: str, successors: list[str]) -> None:
        assert [str(successor) for successor in cz.successors(code)] == successors

    def test_successors_of_a_year(self) -> None:
        assert [h.code for h in cz.successors("432727", year=2000)] == ["431121"]

    @pytest.mark.parametrize(
        ("code", "former"),
        [
            ("310106", {"310108"}),
            ("431181", {"431121", "432930", "432727"}),
            ("341003", {"340901", "342727"}),
        ],
    )
    def test_predecessors(self, code: str, former: set[str]) -> None:
        found = cz.predecessors(code)
        assert former <= {successor.code for successor in found}
        assert {successor.code for successor in found if successor.share == "whole"} == former

    @pytest.mark.parametrize("code", ["431121", "432930"])
    def test_predecessors_of_a_code_that_is_gone_too(self, code: str) -> None:
        assert "whole" in {successor.share for successor in cz.predecessors(code) if successor.code == "432727"}

    def test_unknown_codes(self) -> None:
        with pytest.raises(cz.UnknownCodeError, match="999999"):
            cz.successors("999999")
        with pytest.raises(cz.UnknownCodeError, match="999999"):
            cz.predecessors("999999")

    def test_every_former_code_leads_to_the_present(self) -> None:
        present = names_of(History.load().last_year)
        for code, periods in History.load().by_code.items():
            for successor in cz.successors(code):
                assert present[successor.code] == successor.name, f"{periods[-1]} → {successor}"
            cz.predecessors(code)


class TestConversion:
    @pytest.mark.parametrize(
        ("code", "years", "outcome", "target"),
        [
            ("431121", (2010, 2024), "same", "431181"),
            ("431181", (2024, 2010), "same", "431121"),
            ("330104", (2020, 2022), "main", "330102"),
            ("500112", (2024, 2026), "main", "500157"),
            ("500157", (2026, 2020), "split", None),
            ("310108", (2010, 2020), "same", "310106"),
            ("420600", (2000, 2020), "same", "420600"),
            ("659012", (2026, 2010), "gone", None),
            ("653132", (2026, 2010), "split", None),
        ],
    )
    def test_examples(self, code: str, years: tuple[int, int], outcome: str, target: str | None) -> None:
        found = cz.convert(code, from_year=years[0], to_year=years[1])
        assert (found.outcome, found.code) == (outcome, target)

    def test_an_outcome_follows_from_its_targets(self) -> None:
        for code in names_of(2000):
            found = convert_ours(code, 2000, 2024)
            identity = [t for t in found.targets if t.share != "part"]
            if found.outcome in {"same", "main"}:
                assert [t.code for t in identity] == [found.code]
            else:
                assert found.code is None
            assert (found.outcome == "gone") == (not found.targets)

    @pytest.mark.parametrize("years", [y for pair in YEARS for y in {pair, pair[::-1]}])
    def test_targets_are_divisions_of_the_year(self, years: tuple[int, int]) -> None:
        start, end = years
        for code in names_of(start):
            for successor in converted(code, from_year=start, to_year=end).targets:
                assert names_of(end)[successor.code] == successor.name, f"{code} {years}"

    @pytest.mark.parametrize("years", YEARS)
    def test_no_code_is_lost_on_the_way_there_and_back(self, years: tuple[int, int]) -> None:
        start, end = years
        for code in names_of(start):
            there = convert_ours(code, start, end)
            assert there.targets, f"{code} is gone in {end}"
            for successor in there.targets:
                back = convert_ours(successor.code, end, start)
                assert code in [h.code for h in back.targets], f"{there} but {back}"

    @pytest.mark.parametrize("years", YEARS)
    def test_a_whole_rename_goes_there_and_back(self, years: tuple[int, int]) -> None:
        start, end = years
        for code in names_of(start):
            there = converted(code, from_year=start, to_year=end)
            if there.outcome == "same" and there.code is not None:
                back = converted(there.code, from_year=end, to_year=start)
                if back.outcome == "same":
                    assert back.code == code

    def test_a_code_that_nothing_touched_is_itself(self) -> None:
        book = History.load()
        touched = {c for change in itertools.chain(*book.out.values()) for c in (change.source, change.target)}
        still = [c for c, periods in book.by_code.items() if len(periods) == 1 and periods[0].last is None]
        for code in set(still) - touched:
            first = book.by_code[code][0].first
            found = cz.convert(code, from_year=first, to_year=book.last_year)
            assert (found.outcome, found.code) == ("same", code)

    @pytest.mark.parametrize("year", [1981, 2000, 2026])
    def test_within_a_year_every_code_is_itself(self, year: int) -> None:
        for code in names_of(year):
            found = convert_ours(code, year, year)
            assert (found.outcome, found.code) == ("same", code)

    def test_same_means_that_nothing_was_ceded_in_either_direction(self) -> None:
        there = cz.convert("652824", from_year=2019, to_year=2020)
        back = cz.convert("652824", from_year=2020, to_year=2019)
        assert (there.outcome, back.outcome) == ("main", "main")

    @pytest.mark.parametrize(("code", "year"), [("431181", 2010), ("999999", 2010), ("", 2010)])
    def test_a_code_that_was_not_in_force(self, code: str, year: int) -> None:
        with pytest.raises(cz.UnknownCodeError, match=f"{code}.*{year}"):
            cz.convert(code, from_year=year, to_year=2020)


class TestAnyYear:
    @pytest.mark.parametrize(
        ("name", "year", "code"),
        [
            ("重庆市", 1996, "510200"),
            ("重庆市", 1997, "500000"),
            ("海南省", 1988, "460000"),
            ("襄樊市", 2009, "420600"),
            ("襄阳市", 2010, "420600"),
            ("思茅市", 2005, "530800"),
            ("普洱市", 2007, "530800"),
            ("莱芜市", 2017, "371200"),
            ("巢湖市", 2010, "341400"),
        ],
    )
    def test_a_known_division_of_a_year(self, name: str, year: int, code: str) -> None:
        assert names_of(year)[code] == name
        assert cz.resolve(name, as_of=year).code == code

    @pytest.mark.parametrize("year", [1981, 1995, 2008, 2020])
    def test_the_full_path_of_every_division_resolves_in_its_year(self, year: int) -> None:
        found = cz.divisions(as_of=year)
        texts = ["".join(d.path) for d in found]
        times = Counter(texts)
        step = 1 if EVERY else 3
        for division, text in list(zip(found, texts, strict=True))[year % step :: step]:
            if times[text] == 1:
                assert cz.resolve(text, as_of=year).code == division.code, f"{text} in {year}"

    @pytest.mark.parametrize("year", [1981, 1986, 2008])
    def test_each_former_division_knows_its_successors(self, year: int) -> None:
        for division in cz.divisions(as_of=year):
            assert division.first_year is None or division.first_year <= year
            if division.last_year is None:
                assert division.successors == ()
                assert division == division.today()
            else:
                assert year <= division.last_year
                assert division.successors
                assert all(s.division == cz.get_division(s.division.id) for s in division.successors)
