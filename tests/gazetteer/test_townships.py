"""Townships by holder, name, stem and code, and the other units that lists have beside them."""

from __future__ import annotations

import subprocess
import sys
import zlib
from pathlib import Path
from threading import Thread

import pytest

import coedu_zones
from coedu_zones.errors import DataIntegrityError, UnknownCodeError
from coedu_zones.gazetteer.other_units import other_units
from coedu_zones.gazetteer.township_words import stem_of
from coedu_zones.gazetteer.townships import Bearer, Townships

TOWNSHIPS = Townships.current()


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("九堡街道", "九堡"), ("五常镇", "五常"), ("常营回族乡", "常营"), ("杨镇", "杨"), ("华新街街道", "华新街"),
        ("五五新镇街道", "五五新镇"), ("鄂温克民族苏木", "鄂温克"), ("达斡尔民族乡", "达斡尔"), ("金坪民族乡", "金坪"),
        ("音河达斡尔鄂温克民族乡", "音河"), ("友谊达斡尔族满族柯尔克孜族乡", "友谊"), ("赵家蓬区公所", "赵家蓬"),
        ("白音朱日和苏木", "白音朱日和"), ("清水土家族自治乡", "清水"), ("国营农场", "国营农场"), ("街道", "街道"), ("", ""),
    ],
)  # fmt: skip
def test_the_stem_is_the_name_without_class_and_peoples(name: str, stem: str) -> None:
    assert stem_of(name) == stem


def test_units_of_a_holder_carry_its_code() -> None:
    units = TOWNSHIPS.of_county("110101")
    assert units[0] == Bearer("110101", "东华门街道", "110101001", None, "110101001", 2015)
    assert {unit.county for unit in units} == {"110101"}
    assert TOWNSHIPS.of_county("110100") == TOWNSHIPS.of_county("what") == ()


@pytest.mark.parametrize(
    ("holder", "name"),
    [
        ("441900", "虎门镇"),
        ("442000", "小榄镇"),
        ("460400", "那大镇"),
        ("620200", "峪泉镇"),
        ("232700", "呼中镇"),
    ],
)
def test_a_prefecture_without_counties_holds_its_townships(holder: str, name: str) -> None:
    found = [unit for unit in TOWNSHIPS.of_county(holder) if unit.name == name]
    assert [unit.code[:6] for unit in found] == [holder]


@pytest.mark.parametrize(
    ("county", "name", "today"),
    [
        ("330104", "九堡街道", "330102"), ("330104", "下沙街道", "330114"), ("500112", "统景镇", "500109"),
        ("500112", "两路街道", "500157"), ("500105", "观音桥街道", "500157"), ("330110", "良渚街道", "330110"),
        ("653126", "新华镇", "653132"), ("653122", "巴合齐乡", "659013"), ("330802", "黄家乡", "330802"),
        ("652927", "依麻木镇", "652927"), ("110105", "东风乡", "110105"),
    ],
)  # fmt: skip
def test_a_township_leads_to_its_county_of_today(county: str, name: str, today: str) -> None:
    (unit,) = [unit for unit in TOWNSHIPS.of_county(county) if unit.name == name]
    assert unit.today_county == today
    assert TOWNSHIPS.by_code(unit.successor).county == today


def test_a_name_counts_former_bearers_and_a_stem_all_classes() -> None:
    assert [unit.county for unit in TOWNSHIPS.named("统景镇")] == ["500109", "500112"]
    assert {(unit.county, unit.name) for unit in TOWNSHIPS.with_stem("九堡")} == {
        ("330102", "九堡街道"), ("330104", "九堡街道"), ("360781", "九堡镇"),
    }  # fmt: skip
    assert TOWNSHIPS.named("没有这个镇") == TOWNSHIPS.with_stem("没有") == ()


def test_a_stem_in_a_county() -> None:
    assert [unit.name for unit in TOWNSHIPS.in_county("230184", "五常")] == ["五常镇"]
    assert [(unit.name, unit.last_year) for unit in TOWNSHIPS.in_county("330802", "黄家")] == [
        ("黄家街道", None),
        ("黄家乡", 2025),
    ]
    assert TOWNSHIPS.in_county("230184", "九堡") == TOWNSHIPS.in_county("000000", "九堡") == ()


def test_codes_of_former_units_are_found_where_known() -> None:
    assert TOWNSHIPS.by_code("330802205").name == "黄家乡"
    assert TOWNSHIPS.by_code("330802205").successor == "330802014"


@pytest.mark.parametrize("code", ["330102", "330102999", "330102012000", 330102012, None])
def test_an_unknown_code_is_an_error_that_names_it(code: object) -> None:
    with pytest.raises(UnknownCodeError, match=str(code)):
        TOWNSHIPS.by_code(code)  # type: ignore[arg-type]


def test_other_units_are_found_by_name() -> None:
    assert other_units("南磨房地区") == (("110105", "南磨房地区"),)
    assert ("659010", "兵团一二五团") in other_units("兵团一二五团")
    assert other_units("九堡街道") == ()


def test_threads_that_ask_first_get_one_table_and_one_index() -> None:
    body = (Path(coedu_zones.__file__).parent / "data" / "townships.z").read_bytes()
    table = Townships(zlib.decompress(body))
    found: list[tuple[Bearer, ...]] = []
    threads = [Thread(target=lambda: found.append(table.with_stem("九堡"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert set(found) == {TOWNSHIPS.with_stem("九堡")}


def test_a_text_without_a_township_reads_no_table_of_them() -> None:
    code = (
        "import sys; opened = []; sys.addaudithook(lambda e, a: opened.append(str(a[0])) if e == 'open' else None);"
        "import coedu_zones; assert coedu_zones.resolve('渝水区').code == '360502';"
        "print([name for name in opened if name.endswith('.z')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_damaged_table_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from coedu_zones.data import reader as shipped

    monkeypatch.setattr(shipped, "read_bytes", lambda _: b"no zlib")
    with pytest.raises(DataIntegrityError, match=r"townships\.z"):
        shipped.read_packed("townships.z")
