"""jionlp as its manual uses it: ``jionlp.parse_location`` text by text."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.rivals.protocol import Names, serve


def call(texts: Sequence[str]) -> list[Any]:
    with contextlib.redirect_stdout(sys.stderr):
        parse = importlib.import_module("jionlp").parse_location
    return [parse(text) for text in texts]


def answer_all(texts: Sequence[str]) -> Iterable[Names]:
    return ((found["province"], found["city"], found["county"]) for found in call(texts))


if __name__ == "__main__":
    serve(answer_all)
