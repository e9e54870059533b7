"""Rule: a text is understood whatever year it comes from, and given in the terms of the year that is asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import coedu_zones as cz
from coedu_zones.changes.lineage import History
from coedu_zones.changes.terms import in_terms


@pytest.mark.parametrize(
    ("text", "year", "code", "terms"),
    [
        ("祁阳市", 2010, "431121", "same"), ("祁阳县", 2010, "431121", "same"), ("祁阳县", 2024, "431181", "same"),
        ("431121", 2010, "431121", "same"), (431181, 2010, "431121", "same"), ("江干区", 2010, "330104", "same"),
        ("江干区", 2024, "330102", "main"), ("330104", 2010, "330104", "same"), ("江干区九堡街道", 2010, "330104", "same"),
        ("上城区九堡街道", 2010, "330104", "same"), ("上城区", 2010, "330102", "part"), ("番禺区", 2000, "440113", "main"),
        ("莱芜市", 2010, "371200", "same"), ("广州市南沙区", 2003, "440113", "part"), ("三沙市", 2010, None, "part"),
        ("朝阳区", 2010, None, None), ("某某", 2010, None, None), ("南京江北新区", 2010, None, "gone"),
    ],
)  # fmt: skip
def test_a_text_in_the_terms_of_a_year(text: object, year: int, code: str | None, terms: str | None) -> None:
    found = cz.resolve(text, terms_of=year)
    assert (found.code, found.terms) == (code, terms)
    [listed] = cz.resolve(text, terms_of=[year]).years
    assert (listed.year, listed.code, listed.terms) == (year, code, terms)


def test_every_county_of_today_is_what_convert_says() -> None:
    """One to one where ``convert`` is; a code of that year or none."""
    for year in (1990, 2010, 2020):
        held = History.load().year_rows(year)
        for county in cz.divisions(level="county")[::7]:
            assert county.code is not None
            found = in_terms(county.code, None, year)
            conversion = cz.convert(county.code, from_year=History.load().last_year, to_year=year)
            assert found.meant is None or found.meant in held
            assert (found.how == "same") == (conversion.outcome == "same")
            assert (found.how == "gone") == (conversion.outcome == "gone")


def test_every_county_of_a_year_is_itself_in_it() -> None:
    for county in cz.divisions(level="county", as_of=2005)[::11]:
        found = cz.resolve(county.path_text, as_of=2005, terms_of=2005)
        assert (found.code, found.terms) == (county.code, "same")


def test_the_place_is_that_of_the_year_and_the_zones_those_of_the_text() -> None:
    found = cz.resolve("湖南祁阳市", terms_of=2010)
    assert found.division is not None
    assert found.division.path_text == "湖南省/永州市/祁阳县"
    assert isinstance(found.understood, cz.Division)
    assert found.understood.code == "431181"
    assert found.today().code == "431181"
    record = found.to_record()
    assert (record["code"], record["name"], record["terms"], record["coverage"]) == (
        "431121",
        "祁阳县",
        "same",
        "equal",
    )


def test_several_years_stand_beside_the_present() -> None:
    record = cz.resolve("祁阳市", terms_of=[2010, date(2021, 6, 1)]).to_record()
    assert record["code"] == "431181"
    assert [record[f"code_{year}"] for year in (2010, 2020)] == ["431121", "431121"]
    assert record["path_2010"] == "湖南省/永州市/祁阳县"
    assert "terms" not in record


def test_the_main_successor_is_the_caller_s_choice() -> None:
    assert cz.resolve("江干区").status is cz.Status.AMBIGUOUS
    found = cz.resolve("江干区", split="main")
    assert (found.code, found.score) == ("330102", 100.0)
    assert cz.resolve("朝阳区", split="main").status is cz.Status.AMBIGUOUS, "two places are no split"
    assert cz.normalize("杭州市江干区", split="main") == "浙江省/杭州市/上城区"
    assert [r.code for r in cz.resolve_many(["江干区", "330104"], split="main")] == ["330102", "330102"]


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"terms_of": 1900}, cz.UnknownYearError, "1981"), ({"terms_of": "2010"}, TypeError, "terms_of='2010'"),
        ({"terms_of": []}, ValueError, "one year at least"), ({"terms_of": [2010, "x"]}, TypeError, "terms_of='x'"),
        ({"split": "first"}, ValueError, "'main'"),
        ({"as_of": 2010, "normalizer": cz.Normalizer()}, ValueError, r"Normalizer\(as_of=2010\)"),
    ],
)  # fmt: skip
def test_wrong_values_are_named(options: dict[str, Any], error: type[Exception], says: str) -> None:
    for function in (cz.resolve, cz.normalize):
        with pytest.raises(error, match=says):
            function("渝水区", **options)
    with pytest.raises(error, match=says):
        cz.resolve_columns(["渝水区"], **options)


@pytest.mark.parametrize(
    ("text", "coverage", "names"),
    [
        ("渝水区", "equal", ("渝水区",)), ("新余市渝水区长青路8号", "equal", ("渝水区",)), ("长春市", "equal", ("长春市",)),
        ("长春市农安县", "equal", ("长春市", "农安县")), ("长春市榆树市", "inside", ("长春市",)), ("青岛市市南区", "inside", ("山东省",)),
        ("雁塔区", "part", ("西安曲江新区",)), ("浦口区", "part", ("南京江北新区",)), ("浦口区泰山街道", "inside", ("南京江北新区",)),
        ("浦口区桥林街道", "none", ()), ("新余市", "holds", ()), ("江西省", "holds", ()),
        ("南京江北新区", "equal", ("南京江北新区",)), ("赣州市章贡区", "none", ()), ("江西省新余市某某区", "unknown", None),
        ("长春市某某区", "inside", ("长春市",)), ("朝阳区", "unknown", None), ("苹果手机", "unknown", None), ("广东省南昌市", "unknown", None),
    ],
)  # fmt: skip
def test_zones_tell_the_truth(text: str, coverage: str, names: tuple[str, ...] | None) -> None:
    record = cz.resolve(text).to_record()
    assert (record["coverage"], record["zone_names"]) == (coverage, names)


def test_a_county_that_was_evidently_meant_is_not_outside() -> None:
    """A column for the county that was not read: the prefecture holds a zone, and nobody knows."""
    found = cz.resolve_columns(["仙来大道1号", None], province=["江西", "江西"], prefecture=["新余市", "新余市"])
    assert found["coverage"] == ["unknown", "holds"]
    assert found["zones"] == [None, ()]
