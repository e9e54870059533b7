"""The long run: its texts are all different, and it sees memory that grows and answers that change."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import islice
from typing import Any

import pytest

from benchmarks import long_run
from benchmarks.long_run import STATM, WAYS, Run, main, run, texts

pytestmark = pytest.mark.skipif(not STATM.exists(), reason="memory is read on Linux")


def test_no_two_texts_are_the_same() -> None:
    made = list(islice(texts(), 5000))
    assert len(set(made)) == len(made)
    assert made == list(islice(texts(), 5000))


@pytest.mark.parametrize("way", WAYS)
def test_every_text_is_asked_in_each_way(way: str) -> None:
    asked: list[str] = []

    def watched(batch: Sequence[str]) -> list[Any]:
        asked.extend(batch)
        return WAYS[way](batch)

    found = run(watched, 205, 20)
    assert (found.texts, found.differ, len(found.memory)) == (205, 0, 11)
    assert len(asked) == 20 + 205 + 20
    assert asked[:20] == asked[-20:]
    assert len(set(asked)) == 225


def test_an_answer_that_changes_is_seen() -> None:
    calls: list[int] = []

    def forgetful(batch: Sequence[str]) -> list[Any]:
        calls.append(len(batch))
        return [len(calls)] * len(batch)

    assert run(forgetful, 20, 7).differ == 7


def test_memory_that_grows_is_seen() -> None:
    held: list[bytes] = []

    def hoarder(batch: Sequence[str]) -> list[Any]:
        held.append(b"x" * 4_000_000)
        return [None] * len(batch)

    told: list[float] = []
    assert run(hoarder, 20, 1, told.append).growth > 0
    assert told == sorted(told)
    assert len(told) == 11
    assert Run(1, 1.0, [1, 9, 9, 9, 9, 10, 10, 11, 10, 10, 10], 0).growth == pytest.approx(10)


@pytest.mark.parametrize(("memory", "differ", "code"), [(103.0, 0, 0), (103.1, 0, 1), (100.0, 1, 1)])
def test_the_exit_code(monkeypatch: pytest.MonkeyPatch, memory: float, differ: int, code: int) -> None:
    found = Run(10, 1.0, [100.0] * 10 + [memory], differ)
    monkeypatch.setattr(long_run, "run", lambda *_: found)
    monkeypatch.setattr(sys, "argv", ["long_run"])
    assert main() == code
