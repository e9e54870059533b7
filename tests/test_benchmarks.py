"""The speed benchmark: its texts are fixed, and a small run gives every figure."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path

from benchmarks import speed
from benchmarks.engines import RIVALS, ROOT
from benchmarks.inputs import as_read, distinct, repetitive


def test_the_texts_are_fixed_and_as_described() -> None:
    texts = distinct(2000)
    assert len(set(texts)) == len(texts) == 2000
    assert sum("号" in text for text in texts) == 1000
    distinct.cache_clear()
    assert distinct(2000) == texts
    column = repetitive(10_000, names=300)
    assert len(column) == 10_000
    assert len(set(column)) == 300


def test_every_cell_is_an_object_of_its_own() -> None:
    cells = as_read(["渝水区", "渝水区"])
    assert cells == ["渝水区", "渝水区"]
    assert cells[0] is not cells[1]


def test_every_rival_has_a_driver_and_pins() -> None:
    for name in RIVALS:
        folder = Path(ROOT, "benchmarks", "rivals")
        assert (folder / f"{name}.py").exists()
        assert f"\n{name}==" in "\n" + (folder / f"requirements-{name}.txt").read_text("utf-8")


def test_a_small_run_gives_every_figure() -> None:
    options = Namespace(
        engines=["columns", "objects"], source=ROOT / "src", clock="wall", rounds=2, budget=1.0, against=None, distinct=60,
        column=600, starts=1,
    )  # fmt: skip
    record = json.loads(json.dumps(speed.measure(options)))
    assert set(record["engines"]) == {"floor", "coedu_zones columns", "coedu_zones objects"}
    for found in record["engines"].values():
        assert found["distinct"]["rows"] == 60
        assert found["column"]["rows"] == 600
        assert found["column"]["rows per second"] > 0
    assert record["milliseconds"]["first answer: coedu_zones"] > record["milliseconds"]["python"] > 0
    assert set(record["megabytes"]) == {"allocated", *(["resident"] if sys.platform == "linux" else [])}
    assert "coedu_zones columns" in speed.report(record)
