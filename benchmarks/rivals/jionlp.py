"""jionlp as its manual uses it: ``jionlp.parse_location`` text by text."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterable, Sequence

from benchmarks.rivals.protocol import Names, serve


def answer_all(texts: Sequence[str]) -> Iterable[Names]:
    with contextlib.redirect_stdout(sys.stderr):
        parse = importlib.import_module("jionlp").parse_location
    for text in texts:
        found = parse(text)
        yield found["province"], found["city"], found["county"]


if __name__ == "__main__":
    serve(answer_all)
