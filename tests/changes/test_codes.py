"""What a code means: editions that disagree, placeholders, statistical codes, numbers from spreadsheets."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest

import coedu_zones as cz
from coedu_zones import Status
from coedu_zones.changes.code_readings import meanings, readings_of_code
from coedu_zones.changes.codes import places_of_code
from coedu_zones.changes.lineage import History
from coedu_zones.gazetteer.editions import Editions
from coedu_zones.places.inputs import as_code, number_as_code


class TestEditions:
    @pytest.mark.parametrize(
        ("code", "year", "ours", "other", "editions"),
        [
            ("469025", 2003, "白沙黎族自治县", "定安县", ("gb", "nbs")),
            ("469026", 2004, "昌江黎族自治县", "屯昌县", ("gb", "nbs")),
            ("469027", 2005, "乐东黎族自治县", "澄迈县", ("gb", "nbs")),
            ("469028", 2006, "陵水黎族自治县", "临高县", ("gb", "nbs")),
            ("469030", 2003, "琼中黎族苗族自治县", "白沙黎族自治县", ("gb", "nbs")),
            ("469031", 2003, "西沙群岛", "昌江黎族自治县", ("gb", "nbs")),
            ("469033", 2003, "中沙群岛的岛礁及其海域", "乐东黎族自治县", ("gb", "nbs")),
            ("440203", 1990, "武江区", "浈江区", ("mca",)),
            ("440204", 1990, "浈江区", "武江区", ("mca",)),
            ("130123", 1990, "正定县", "栾城县", ("mca",)),
            ("130124", 1990, "栾城县", "正定县", ("mca",)),
            ("142702", 1996, "永济市", "河津市", ("mca",)),
            ("142703", 1996, "河津市", "永济市", ("mca",)),
        ],
    )
    def test_a_code_of_two_places_is_both(
        self, code: str, year: int, ours: str, other: str, editions: tuple[str, ...]
    ) -> None:
        found = cz.find_code(code, year=year)
        assert found.kind is None
        assert found.place is None
        assert [r.name for r in found.readings] == [ours, other]
        assert found.readings[1].editions == editions
        assert not set(found.readings[0].editions) & set(editions), "an issuer reads it one way only"
        converted = cz.convert(code, from_year=year, to_year=2024)
        assert (converted.outcome, converted.code, converted.reading) == ("ambiguous", None, None)
        assert [c.reading.name for c in converted.alternatives if c.reading] == [ours, other]
        assert {h.code for c in converted.alternatives for h in c.targets} == {h.code for h in converted.targets}
        assert ours in str(converted)
        assert other in str(converted)

    @pytest.mark.parametrize(
        ("code", "year", "edition", "today"),
        [
            ("469025", 2003, "gb", "469021"), ("469025", 2003, "nbs", "469021"), ("469025", 2003, "mca", "469025"),
            ("440203", 1990, "gb", "440203"), ("440203", 1990, "mca", "440204"),
            ("142702", 1996, "mca", "140882"), ("142702", 1996, "gb", "140881"),
            ("460025", 2001, "mca", "469021"), ("410881", 2005, "nbs", "419001"),
        ],
    )  # fmt: skip
    def test_the_edition_decides(self, code: str, year: int, edition: str, today: str) -> None:
        assert cz.convert(code, from_year=year, to_year=2024, edition=edition).code == today
        division = cz.find_code(code, year=year, edition=edition).division
        assert division is not None
        assert division.code == today

    @pytest.mark.parametrize("name", ["定安县", "定安", "海南省定安县"])
    def test_a_name_beside_the_code_decides(self, name: str) -> None:
        assert cz.convert("469025", from_year=2003, to_year=2024, name=name).code == "469021"
        assert cz.find_code("469025", year=2003, name=name).division == cz.get_division("469021")

    def test_a_name_that_no_reading_bears_decides_nothing(self) -> None:
        assert cz.convert("469025", from_year=2003, to_year=2024, name="渝水区").outcome == "ambiguous"

    def test_an_edition_numbers_the_answer_too(self) -> None:
        assert cz.convert("469021", from_year=2024, to_year=2003, edition="nbs").code == "469025"
        assert cz.convert("469021", from_year=2024, to_year=2003).code == "469021"
        assert cz.convert("469025", from_year=2003, to_year=2005, edition="nbs").code == "469025"

    @pytest.mark.parametrize(
        ("code", "year", "today"),
        [
            *((f"4600{n}", 2001, "4690" + m) for n, m in (("25", "21"), ("30", "25"), ("36", "30"))),
            ("469034", 2003, "469028"), ("469035", 2004, "469029"), ("469036", 2006, "469030"),
            ("410881", 2005, "419001"), ("370903", 2004, "370911"), ("410307", 2004, "410311"), ("620922", 2004, "620922"),
            ("329001", 1992, "321202"), ("332581", 1997, "331181"), ("332582", 1997, "331102"), ("139012", 1994, "131082"),
            ("130102", 1981, "130102"), ("130604", 2015, "130606"), ("139001", 2015, "130682"),
        ],
    )  # fmt: skip
    def test_no_code_of_a_published_list_is_unknown(self, code: str, year: int, today: str) -> None:
        assert cz.convert(code, from_year=year, to_year=2024).code == today

    def test_every_code_of_every_list_is_known(self) -> None:
        for code, rows in Editions.load().by_code.items():
            for row in rows:
                assert cz.convert(code, from_year=row.first, to_year=2026).source == code
                assert cz.find_code(code, year=row.last).readings
            assert cz.find_code(code).readings

    def test_an_old_name_of_a_code_is_a_reading_of_the_same_place(self) -> None:
        found = cz.find_code("150206", year=2003)
        assert {r.name for r in found.readings} == {"白云鄂博矿区", "白云矿区"}
        assert found.division == cz.get_division("150206")
        assert cz.convert("150206", from_year=2003, to_year=2024).outcome == "same"

    def test_a_former_code_that_was_given_twice_is_both(self) -> None:
        found = cz.find_code("422401")
        assert {r.name for r in found.readings} == {"仙桃市", "荆门市"}
        assert cz.find_code("422401", year=1990).division == cz.get_division("429004")
        assert cz.resolve("422401").status is Status.AMBIGUOUS
        assert {c.code for c in cz.resolve("422401").candidates} == {"429004", "420800"}

    def test_a_code_in_force_means_today_s_division_and_names_the_others(self) -> None:
        found = cz.find_code("469025")
        assert found.division == cz.get_division("469025")
        assert "定安县" in {r.name for r in found.alternatives}

    def test_one_package_against_another_makes_no_code_ambiguous(self) -> None:
        doubtful = [r for rows in Editions.load().by_code.values() for r in rows if r.doubtful and r.first >= 1983]
        assert doubtful
        for row in doubtful:
            found = cz.convert(row.code, from_year=row.first, to_year=row.first)
            assert found.code == row.code
            assert row.name in {c.reading.name for c in found.alternatives if c.reading}

    @pytest.mark.parametrize("year", [1983, 1990, 2000, 2010, 2026])
    def test_few_codes_are_ambiguous(self, year: int) -> None:
        several = [c for c in History.load().year_rows(year) if len(meanings(readings_of_code(c, year), year)) > 1]
        assert len(several) <= {1990: 4, 2000: 2}.get(year, 0)

    def test_an_edition_that_has_no_such_code(self) -> None:
        with pytest.raises(cz.UnknownCodeError, match=r"'469021'.*2001.*'mca'.*定安县"):
            cz.convert("469021", from_year=2001, to_year=2024, edition="mca")

    @pytest.mark.parametrize("option", ["edition", "from_system", "to_system"])
    def test_an_edition_that_is_none(self, option: str) -> None:
        with pytest.raises(ValueError, match=f"{option}='xx': expected 'gb', 'mca' or 'nbs'"):
            cz.convert("469021", from_year=2001, to_year=2024, **{option: "xx"})
        with pytest.raises(ValueError, match="edition='xx'"):
            cz.find_code("469021", edition="xx")


class TestPlaceholders:
    @pytest.mark.parametrize(
        ("code", "unit"),
        [
            ("110100", "110000"), ("110200", "110000"), ("310100", "310000"), ("500200", "500000"), ("440401", "440400"),
            ("469000", "460000"), ("429000", "420000"), ("659000", "650000"), ("419000", "410000"),
            ("44", "440000"), ("4401", "440100"), ("441901", "441900"),
        ],
    )  # fmt: skip
    def test_they_stand_for_a_unit_and_are_no_division(self, code: str, unit: str) -> None:
        found = cz.find_code(code)
        assert (found.kind, found.system) == ("placeholder", "gb2260")
        assert found.division == cz.get_division(unit)
        with pytest.raises(cz.UnknownCodeError, match=f"{code} is a placeholder: it stands for .*{unit}"):
            cz.get_division(code)
        resolved = cz.resolve(code)
        assert (resolved.status, resolved.code, resolved.score) == (Status.RESOLVED, unit, 100.0)
        assert resolved.best is not None
        assert resolved.best.evidence[0] == "placeholder"
        assert resolved.trace[-1].rule == "placeholder"
        assert cz.convert(code, from_year=2010, to_year=2024).code == unit

    def test_one_of_a_former_prefecture_stands_for_it(self) -> None:
        found = cz.find_code("142101")
        assert (found.kind, found.readings[0].place) == ("placeholder", "142100")
        assert "雁北地区" in found.note
        assert cz.resolve("142101").status is cz.resolve("雁北地区").status

    @pytest.mark.parametrize("code", ["99", "9901", "460101x", "990000", "2023"])
    def test_other_numbers_are_none(self, code: str) -> None:
        with pytest.raises(cz.UnknownCodeError, match=code):
            cz.find_code(code)
        assert cz.resolve(code).status is Status.UNRESOLVED

    def test_they_respect_the_context(self) -> None:
        assert cz.resolve("110100", within="河北").status is Status.UNRESOLVED
        assert cz.resolve("44", level="county").status is Status.UNRESOLVED

    def test_a_column_of_small_numbers_is_not_taken_for_places(self) -> None:
        from coedu_zones.files.columns import _is_small

        assert [_is_small(text) for text in ("44", "4401", "44.0", "440100", "四四")] == [
            True,
            True,
            True,
            False,
            False,
        ]


class TestStatisticalCodes:
    def test_a_zone_of_ours_is_found_by_its_code(self) -> None:
        for code in ("320571", "320576"):
            found = cz.find_code(code)
            assert (found.kind, found.system, found.division) == ("statistical", "nbs", None)
            assert found.area == cz.get_area("suzhou-industrial-park")
            assert cz.resolve(code).area == found.area
        assert cz.get_area("suzhou-industrial-park").statistical_code == "320571"
        assert cz.get_area("nanjing-jiangbei-new-area").statistical_code is None

    def test_every_one_of_them(self) -> None:
        coded = [area for area in cz.functional_areas() if area.statistical_code]
        assert len(coded) == 41
        for area in coded:
            assert cz.find_code(area.statistical_code or "").area == area
            assert cz.resolve(area.statistical_code).area == area

    def test_a_zone_that_we_do_not_have_is_explained(self) -> None:
        found = cz.find_code("130371")
        assert (found.kind, found.place, found.readings[0].within) == ("statistical", None, "130300")
        assert str(found) == "130371 is the statistical office's code for 秦皇岛市经济技术开发区, not a division code"
        with pytest.raises(cz.UnknownCodeError, match="秦皇岛市经济技术开发区, not a division code"):
            cz.get_division("130371")
        assert cz.resolve("130371").status is Status.UNRESOLVED
        assert "秦皇岛市经济技术开发区" in cz.resolve("130371").trace[0].result

    def test_a_code_that_became_a_division_s(self) -> None:
        assert cz.find_code("232701").division == cz.get_division("232701")
        assert cz.find_code("232701", year=2007).area == cz.get_area("daxinganling-jagdaqi-area")
        assert cz.convert("232701", from_year=2007, to_year=2024).outcome == "no_division"
        assert cz.convert("232701", from_year=2018, to_year=2024).code == "232701"


class TestNumbers:
    @pytest.mark.parametrize(
        "code",
        [
            431121,
            431121.0,
            Decimal(431121),
            "431121",
            "431121.0",
            " 431121 ",
            "'431121",
            "431121000000",
            431121000000,
            "431121000",
            "４３１１２１",
        ],
    )
    def test_they_are_codes_everywhere(self, code: str | int) -> None:
        assert as_code(code) == "431121"
        assert cz.convert(code, from_year=2010, to_year=2024).code == "431181"
        assert cz.history(code).code == "431121"
        assert [h.code for h in cz.successors(code)] == ["431181"]
        assert "432930" in {h.code for h in cz.predecessors(code)}
        assert cz.find_code(code).division == cz.get_division("431181")
        assert cz.resolve(code).code == "431181"
        assert cz.resolve_columns([code])["code"] == ["431181"]

    @pytest.mark.parametrize("within", [360500, 360500.0, "360500", 3605, "3605"])
    def test_as_a_context(self, within: str | int) -> None:
        assert [d.code for d in cz.divisions(within=within)] == ["360502", "360521"]
        assert cz.resolve("渝水区", within=within).code == "360502"

    def test_zones_are_found_by_numbers(self) -> None:
        assert cz.zones_covering(360502) == cz.zones_covering("360502.0") == cz.zones_covering("360502") != []
        assert cz.zones_covering(320111001) == cz.zones_covering("320111001") != []
        assert cz.zones(within=360500) == cz.zones(within="360500") != ()

    @pytest.mark.parametrize("value", [5, 36050, 360502.5, math.nan, math.inf, True, None, b"360502", -360502])
    def test_what_is_no_code(self, value: object) -> None:
        assert number_as_code(value) is None
        for call in (cz.find_code, cz.successors, cz.predecessors, cz.get_division):
            with pytest.raises(TypeError, match=r"expected a (?:code such as|name, a code)"):
                call(value)  # type: ignore[arg-type]

    def test_a_mixed_column(self) -> None:
        found = cz.resolve_columns([431121, 110100.0, "渝水区", None, math.nan, 7])
        assert found["code"] == ["431181", "110000", "360502", None, None, None]
        assert found["status"][3:] == [None, None, "error"]
        assert found["remainder"][5] == "expected a text, None or NaN, got int: 7"

    def test_a_township_code_keeps_its_nine_digits(self) -> None:
        assert as_code("330102010000") == "330102010"
        assert as_code("330102010001") == "330102010001"


class TestReusedCodes:
    def test_the_successors_of_each_place(self) -> None:
        found = cz.successors("421024")
        assert {h.code for h in found} == {"421024", "421087"}
        assert {h.source.name for h in found if h.source} == {"江陵县", "松滋县"}
        assert [h.code for h in cz.successors("421024", year=1996)] == ["421087"]

    @pytest.mark.parametrize(
        ("code", "year", "name"), [("340203", 2003, "马塘区"), ("360502", None, "渝水区"), ("431121", 2010, "祁阳县")]
    )
    def test_a_code_in_force_answers_itself(self, code: str, year: int | None, name: str) -> None:
        assert [(h.code, h.name, h.share, h.source) for h in cz.successors(code, year=year)] == [
            (code, name, "whole", None)
        ]

    def test_a_code_of_another_edition(self) -> None:
        assert [h.code for h in cz.successors("469034")] == ["469028"]
        assert cz.history("469034").code == "469028"
        assert "460034" in {h.code for h in cz.predecessors("469034")}

    def test_a_code_that_is_not_yet_in_force(self) -> None:
        with pytest.raises(cz.UnknownCodeError, match=r"'340209'.*2003.*弋江区 \(340209.*2020"):
            cz.successors("340209", year=2003)
        with pytest.raises(cz.UnknownYearError, match="1900"):
            cz.successors("340209", year=1900)


class TestInTexts:
    def test_a_code_of_two_places_is_ambiguous(self) -> None:
        found = cz.resolve("142702")
        assert found.status is Status.AMBIGUOUS
        assert {c.code for c in found.candidates} == {"140881", "140882"}
        assert {c.code for c in cz.resolve("469025", as_of=2003).candidates} == {"469025", "469021"}
        assert cz.resolve("469025").code == "469025"

    @pytest.mark.parametrize("text", ["定安县 469025", "469025 定安县", "定安县469025"])
    def test_a_name_beside_the_code(self, text: str) -> None:
        assert cz.resolve(text).code == "469021"

    def test_places_of_code(self) -> None:
        assert places_of_code("999999") == (
            None,
            (),
            "'999999' was no division code since 1981; a code is six digits such as '360502'",
        )
        assert places_of_code("469025").places == ("469025",)


class TestTownships:
    """500109003 is 龙凤桥街道 for the ministry and 北温泉街道 for the statistical office."""

    @pytest.mark.parametrize("code", ["500109003", 500109003, "500109003000", 500109003000.0])
    def test_a_code_of_two_systems_is_both(self, code: str | int) -> None:
        found = cz.find_code(code)
        assert (found.kind, found.place) == (None, None)
        assert [(r.name, r.editions, r.place) for r in found.readings] == [
            ("龙凤桥街道", ("mca",), "500109003"), ("北温泉街道", ("nbs",), "500109004"),
        ]  # fmt: skip
        converted = cz.convert(code)
        assert (converted.outcome, converted.code) == ("ambiguous", None)
        assert {h.code for h in converted.targets} == {"500109003", "500109004"}

    @pytest.mark.parametrize(
        ("code", "source", "target", "result"),
        [
            ("500109003", "nbs", "mca", "500109004"), ("500109004", "mca", "nbs", "500109003"),
            ("500109003", "nbs", "nbs", "500109003"), ("500109003", "mca", "mca", "500109003"),
            ("330102010", "nbs", "mca", "330102010"), ("330102010", None, None, "330102010"),
            ("330104010", None, None, "330114001"), ("500109003001", None, "mca", "500109004"),
        ],
    )  # fmt: skip
    def test_the_system_decides(self, code: str, source: str | None, target: str | None, result: str) -> None:
        assert cz.convert(code, from_system=source, to_system=target).code == result

    def test_a_name_beside_the_code_decides(self) -> None:
        assert cz.convert("500109003", name="北温泉街道").code == "500109004"
        assert cz.find_code("500109003", name="龙凤桥街道").editions == ("mca",)

    def test_a_farm_or_park_of_the_statistical_office_is_no_division(self) -> None:
        assert cz.find_code("140171401").kind == "statistical"
        assert cz.convert("140171401").outcome == "no_division"

    def test_unknown_codes_and_years(self) -> None:
        with pytest.raises(cz.UnknownCodeError, match="999999999"):
            cz.convert("999999999")
        with pytest.raises(cz.UnknownYearError, match="not to 2020"):
            cz.convert("330102010", from_year=2020, to_year=2020)
        with pytest.raises(ValueError, match=r"convert\('431121'\).*needs from_year and to_year"):
            cz.convert("431121")
