"""How a text is cut into names: separators, two ways to cut, and longer words that only start like a place."""

from __future__ import annotations

import pytest

import coedu_zones as cz
from coedu_zones.names import NameIndex
from coedu_zones.segment import names_at, walk
from coedu_zones.support import stem_support


def readings(text: str, pos: int = 0) -> list[str]:
    """The names that the best chain reads in ``text``."""
    chain = walk(NameIndex.current(), text, pos)
    return [text[r.start : r.end] for r in chain.readings] if chain else []


def clash(text: str) -> str | None:
    chain = walk(NameIndex.current(), text, 0)
    return text[chain.clash.start : chain.clash.end] if chain and chain.clash else None


def test_names_at_a_position_come_longest_first() -> None:
    index = NameIndex.current()
    assert [(r.start, r.end) for r in names_at(index, "吉林市吉林省", 0)] == [(0, 3), (0, 2)]
    assert [(r.start, r.end) for r in names_at(index, "在吉林省", 1)] == [(1, 4), (1, 3)]
    assert list(names_at(index, "苹果手机", 0)) == []
    assert list(names_at(index, "吉", 0)) == []
    assert list(names_at(index, "", 0)) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("江西省新余市渝水区", ["江西省", "新余市", "渝水区"]),
        ("江西新余渝水", ["江西", "新余", "渝水"]),
        ("江西省 / 新余市 / 渝水区", ["江西省", "新余市", "渝水区"]),
        ("江西省（新余市）渝水区", ["江西省", "新余市", "渝水区"]),
        ("北京市市辖区海淀区", ["北京市", "海淀区"]),
        ("重庆市县城口县", ["重庆市", "城口县"]),
        ("河南省省直辖县级行政区划济源市", ["河南省", "济源市"]),
        ("内江市中区", ["内江市", "市中区"]),
        ("内江市市中区", ["内江市", "市中区"]),
        ("吉林吉林市", ["吉林", "吉林市"]),
        ("马鞍山花山区", ["马鞍山", "花山区"]),
        ("赣新余", ["赣", "新余"]),
        ("科左后旗", ["科左后旗"]),
    ],
)
def test_the_chain_that_explains_most_wins(text: str, names: list[str]) -> None:
    assert readings(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "重庆路5号",
        "中山大道",
        "南京东路",
        "上海城小区",
        "大同市场",
        "某某新区",
        "鼓楼新区",
        "资源分享",
        "苹果手机",
        "平安银行",
        "",
    ],
)
def test_no_chain_starts_in_a_longer_word(text: str) -> None:
    assert readings(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("广东省南昌市", "南昌市"),
        ("广东省,南昌市", "南昌市"),
        ("渝水区安图县", "安图县"),
        ("广东省广州市", None),
        ("广东省", None),
    ],
)
def test_a_full_name_that_does_not_fit_is_a_clash(text: str, name: str | None) -> None:
    assert clash(text) == name


def test_a_scope_keeps_the_chain_inside() -> None:
    index = NameIndex.current()
    inside = walk(index, "朝阳区", 0, (("110000", 0),))
    assert inside is not None
    assert [place for place, _ in inside.entries] == ["110105"]
    assert walk(index, "渝水区", 0, (("110000", 0),)) is None


def test_a_chain_is_bounded() -> None:
    index = NameIndex.current()
    chain = walk(index, "北京" * 900, 0)
    assert chain is None or len(chain.readings) <= 8


@pytest.mark.parametrize(
    ("text", "stem", "why"),
    [
        ("渝水", "渝水", "closed"),
        ("渝水,劳动路", "渝水", "closed"),
        ("隆尧第一中学", "隆尧", "institution"),
        ("南昌高新区", "南昌", "area"),
        ("重庆路5号", "重庆", None),
        ("南京东路", "南京", None),
        ("中山大道", "中山", None),
        ("资源分享", "资源", None),
        ("光明小学", "光明", None),
        ("上海城小区", "上海", None),
        ("长安大厦", "长安", None),
    ],
)
def test_a_bare_stem_needs_support(text: str, stem: str, why: str | None) -> None:
    high = bool({cz.get_division(c).level.value for c in _bearers(stem)} & {"province", "prefecture"})
    assert stem_support(text, 0, len(stem), False, high) == why


def _bearers(stem: str) -> list[str]:
    return [place for place, _ in NameIndex.current().names[stem]]


def test_every_name_of_the_index_is_found_where_it_stands() -> None:
    index = NameIndex.current()
    for name in index.names:
        assert any((r.start, r.end) == (1, 1 + len(name)) for r in names_at(index, f"在{name}", 1)), name
