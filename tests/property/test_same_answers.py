"""The same text gives the same fields, alone or among others, in every way of asking; and answers travel."""

from __future__ import annotations

import json
import pickle
import random
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import coedu_zones as cz
from coedu_zones import Normalizer, Resolution
from coedu_zones.frames.columns import FIELDS, resolve_columns
from coedu_zones.gazetteer import Gazetteer
from tests.frames.texts import EVERY, varied_texts
from tests.property.test_contract import text
from tests.test_resolve import TABLES, golden

Fields = dict[str, Any]


@cache
def texts() -> tuple[str, ...]:
    """Golden texts, texts of every kind, and every division by itself and with something behind it."""
    rows = [row.text for table in TABLES for row in golden(table)][::3]
    varied = [t for t in varied_texts(600, seed=9) if t and t.strip() and len(t) <= cz.MAX_TEXT_LENGTH]
    chance = random.Random(3)
    names = [row.name for row in Gazetteer.current().rows.values()]
    tails = ("", "劳动路1号", "新村", "第三中学", "高新区", "兴庆", "朝阳区", "某某县", "花园小区5栋")
    made = [chance.choice(names) + chance.choice(["", *names[:3]]) + chance.choice(tails) for _ in range(2500)]
    found = list(dict.fromkeys(["兴庆区兴庆", *rows, *varied, *made]))
    chance.shuffle(found)
    return tuple(found[:3000])


def alone(given_text: str) -> Fields:
    """The fields of a text that is resolved by itself."""
    return {field: value for field, value in cz.resolve(given_text).to_record().items() if field in FIELDS}


@pytest.fixture(scope="module")
def expected() -> dict[str, Fields]:
    return {t: alone(t) for t in texts()}


def unlike(columns: dict[str, list[Any]], given: tuple[str, ...], expected: dict[str, Fields]) -> list[str]:
    """The texts whose fields in the columns are not those by themselves."""
    return [t for i, t in enumerate(given) if any(columns[field][i] != value for field, value in expected[t].items())]


class TestSameThroughEveryDoor:
    """The same text gives the same fields by itself, in a column of 2 and in one of 3,000, in every way of asking."""

    def test_in_a_column_of_3000(self, expected: dict[str, Fields]) -> None:
        assert len(texts()) == 3000
        assert unlike(resolve_columns(texts()), texts(), expected) == []

    def test_in_columns_of_2(self, expected: dict[str, Fields]) -> None:
        wrong = []
        for at in range(0, len(texts()) - 1, 6):
            pair = texts()[at : at + 2]
            wrong += unlike(resolve_columns(pair), pair, expected)
        assert wrong == []

    def test_in_another_order_and_with_nothing_remembered(self, expected: dict[str, Fields]) -> None:
        backwards = texts()[:: -1 if EVERY else -2]
        assert unlike(resolve_columns(backwards, normalizer=Normalizer()), backwards, expected) == []

    def test_many_at_once(self, expected: dict[str, Fields]) -> None:
        for found in cz.resolve_many(texts()[::2]):
            record = found.to_record()
            assert {field: record[field] for field in expected[found.text]} == expected[found.text]

    def test_in_a_file(self, expected: dict[str, Fields], tmp_path: Path) -> None:
        some = tuple(t for t in texts()[::4] if t.isprintable())
        source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        source.write_text("".join(json.dumps({"text": t}) + "\n" for t in some), "utf-8")
        cz.annotate(source, target, column="text", guard=False)
        rows = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
        fields = [field for field in expected[some[0]] if f"place_{field}" in rows[0]]
        assert {"status", "code", "path", "score", "remainder"} <= set(fields)
        for row in rows:
            plain = json.loads(json.dumps(expected[row["text"]]))  # JSON has lists for tuples
            assert {field: row[f"place_{field}"] for field in fields} == {field: plain[field] for field in fields}


class TestRoundTrips:
    """JSON and pickle go round."""

    def test_a_resolution(self) -> None:
        for given_text in texts()[::5]:
            found = cz.resolve(given_text)
            assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301
            if given_text.isprintable():
                assert Resolution.model_validate_json(found.model_dump_json()) == found

    def test_a_normalizer(self) -> None:
        mine = Normalizer(aliases={"咱们区": "360502"}, as_of=2015)
        copy = pickle.loads(pickle.dumps(mine))  # noqa: S301
        for given_text in ("咱们区", "祁阳县", *texts()[:100]):
            assert copy.resolve(given_text) == mine.resolve(given_text)


class TestNothingRaises:
    """Nothing raises on any text, in any context."""

    @given(text)
    def test_of_another_year(self, given_text: str) -> None:
        for year in (1985, 2000, 2016):
            assert cz.resolve(given_text, as_of=year).text == given_text

    @given(text)
    def test_inside_a_place_and_of_a_level(self, given_text: str) -> None:
        for options in ({"within": "江西"}, {"within": "北京", "level": "county"}, {"level": "prefecture"}):
            assert cz.resolve(given_text, **options).text == given_text  # type: ignore[arg-type]
