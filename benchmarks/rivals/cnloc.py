"""cnloc as its manual uses it, with everyday names of counties switched on."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.rivals.protocol import Names, serve


def call(texts: Sequence[str]) -> Any:
    return importlib.import_module("cnloc").getlocation(list(texts), county_short=True)


def answer_all(texts: Sequence[str]) -> Iterable[Names]:
    frame = call(texts)
    return zip(frame["province_name"], frame["city_name"], frame["county_name"], strict=True)


if __name__ == "__main__":
    serve(answer_all)
