"""A column of texts: the same answers as one by one, whatever the column holds."""

from __future__ import annotations

import math
from typing import Any

import pytest

import coedu_zones as cz
from coedu_zones import Division, Normalizer
from coedu_zones.frames.columns import FIELDS, resolve_columns
from tests.test_resolve import TABLES, golden

TEXTS = [row.text for name in TABLES for row in golden(name)]


def row_of(text: str, **options: Any) -> list[Any]:
    """What the columns must hold of one text, from the resolution and the zones."""
    found = cz.resolve(text, **options)
    place = found.place
    tail = [found.score, found.method.value if found.method else None, found.remainder, found.remainder_is_division]
    if place is None:
        return [found.status.value, *[None] * 9, *tail, None, None, "unknown"]
    level = place.level.value if isinstance(place, Division) else "functional_area"
    covering = cz.zones_covering(found)
    coverage = found.to_record()["coverage"]
    zones = (
        [tuple(c.zone.number for c in covering), tuple(c.zone.name for c in covering)]
        if coverage != "unknown"
        else [None, None]
    )
    township = [found.township.name, found.township.code] if found.township else [None, None]
    return [
        found.status.value,
        found.code,
        place.name,
        level,
        *place.level_names,
        *township,
        place.path_text,
        *tail,
        *zones,
        coverage,
    ]


def test_columns_are_the_resolutions() -> None:
    columns = resolve_columns(TEXTS)
    assert tuple(columns) == FIELDS
    for i, text in enumerate(TEXTS):
        assert [columns[field][i] for field in FIELDS] == row_of(text), text


def test_a_repeat_gives_the_same() -> None:
    assert resolve_columns(TEXTS[:200] * 2) == {f: v * 2 for f, v in resolve_columns(TEXTS[:200]).items()}


@pytest.mark.parametrize("options", [{"within": "江西"}, {"level": "county"}, {"within": "北京", "level": "county"}])
def test_options_hold_for_all(options: dict[str, Any]) -> None:
    texts = ["朝阳区", "渝水", "吉林", "苹果手机", "新余市渝水区", "南昌市高新区"]
    columns = resolve_columns(texts, **options)
    assert [[columns[field][i] for field in FIELDS] for i in range(len(texts))] == [row_of(t, **options) for t in texts]


def test_an_own_normalizer() -> None:
    mine = Normalizer(aliases={"咱们区": "360502"}, cutoff=99.9)
    found = resolve_columns(["咱们区", "渝水", "渝水区"], normalizer=mine)
    assert found["status"] == ["resolved", "unresolved", "resolved"]
    assert found["code"] == ["360502", None, "360502"]


@pytest.mark.parametrize("missing", [None, math.nan, float("nan")])
def test_a_missing_text_is_missing_in_every_field(missing: object) -> None:
    found = resolve_columns(["渝水区", missing, "渝水区"], candidates=True)
    assert {field: column[1] for field, column in found.items()} == dict.fromkeys(found)
    assert found["code"] == ["360502", None, "360502"]


@pytest.mark.parametrize("blank", ["", " ", "\u3000", "\n\t"])
def test_a_blank_text_is_a_missing_one(blank: str) -> None:
    found = resolve_columns(["渝水区", blank], candidates=True)
    assert {field: column[1] for field, column in found.items()} == dict.fromkeys(found)


@pytest.mark.parametrize(
    ("bad", "says"), [(12345, "int"), (b"x", "bytes"), (["渝水区"], "list"), ("长" * 2001, "2001")]
)
def test_a_batch_never_dies_of_one_row(bad: object, says: str) -> None:
    found = resolve_columns(["渝水区", bad, "朝阳区"])
    assert found["status"] == ["resolved", "error", "ambiguous"]
    assert says in found["remainder"][1]
    assert [found[field][1] for field in FIELDS if field not in {"status", "remainder"}] == [None] * (len(FIELDS) - 2)


def test_candidates_on_request() -> None:
    found = resolve_columns(["朝阳区", "渝水区", "苹果手机"], candidates=True)
    assert tuple(found) == (*FIELDS, "candidates")
    assert found["candidates"][0] == [
        {"path": "北京市/朝阳区", "code": "110105", "score": 50.0, "method": "name"},
        {"path": "吉林省/长春市/朝阳区", "code": "220104", "score": 50.0, "method": "name"},
    ]
    assert [c["code"] for c in found["candidates"][1]] == ["360502"]
    assert found["candidates"][2] == []


def test_no_rows() -> None:
    assert resolve_columns([]) == {field: [] for field in FIELDS}
    assert resolve_columns(iter(["渝水区"]))["code"] == ["360502"]


def test_a_caller_may_change_what_it_was_given() -> None:
    texts = ["渝水区", "长春市农安县", "江西渝水区", "朝阳区"]
    for wanted in (False, True):
        first = resolve_columns(texts, candidates=wanted)
        assert first["zones"] == [(48,), (21, 22), (48,), None]
        for column in first.values():
            column.clear()
        assert resolve_columns(texts, candidates=wanted)["zones"] == [(48,), (21, 22), (48,), None]
    assert all(isinstance(zones, tuple | None) for zones in resolve_columns(texts)["zones"]), "shared, so immutable"
