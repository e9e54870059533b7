"""addressparser as its manual uses it: ``addressparser.transform`` on the whole list."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.rivals.protocol import Names, serve


def call(texts: Sequence[str]) -> Any:
    return importlib.import_module("addressparser").transform(texts)


def answer_all(texts: Sequence[str]) -> Iterable[Names]:
    frame = call(texts)
    return zip(frame["省"], frame["市"], frame["区"], strict=True)


if __name__ == "__main__":
    serve(answer_all)
