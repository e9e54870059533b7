"""One engine in a process of its own, timed on request: ``python -m benchmarks.stopwatch ENGINE CLOCK``.

The process loads the engine, warms it up on texts that are not asked for later, and
writes one JSON line that says it is ready, with the versions. Each line that it reads
is a task: ``[file of texts as JSON, rows to do]``. It reads the texts, every cell an
object of its own, and then answers with the seconds that the engine took, by the clock
on the wall or, with ``cpu``, by the time of the processor.
What an engine prints goes to the standard error.
"""

from __future__ import annotations

import gc
import importlib
import json
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.inputs import as_read, repetitive

WARM_UP = (*repetitive(600, 300, seed=5), "江西省新余市渝水区仙来大道1号", "湖北省襄樊市", "luoyang", "江西省渝水取")

Prepare = Callable[[list[str]], Any]
Engine = tuple[Prepare, Callable[[Any], object]]
Clock = Callable[[], float]
CLOCKS: dict[str, Clock] = {"wall": time.perf_counter, "cpu": time.process_time}


def floor() -> Engine:
    """What nothing can beat in Python: one look-up of each text in a dictionary that knows it."""

    def prepare(texts: list[str]) -> tuple[dict[str, int], list[str]]:
        return dict.fromkeys(as_read(texts), 0), texts

    def look_up(given: tuple[dict[str, int], list[str]]) -> list[int]:
        known, texts = given
        return [known[text] for text in texts]

    return prepare, look_up


def columns() -> Engine:
    """Lists of codes, names, paths, scores, zones …"""
    return list, importlib.import_module("coedu_zones").resolve_columns


def objects() -> Engine:
    """One full ``Resolution`` per text, by one call per text."""
    resolve = importlib.import_module("coedu_zones").resolve
    return list, lambda texts: [resolve(text) for text in texts]


def many() -> Engine:
    """One full ``Resolution`` per text, by one call."""
    return list, importlib.import_module("coedu_zones").resolve_many


def pandas() -> Engine:
    """``series.coedu.resolve()``: a frame."""
    pd = importlib.import_module("pandas")
    importlib.import_module("coedu_zones.frames.pandas")
    return partial(pd.Series, dtype=object), lambda series: series.coedu.resolve()


def polars() -> Engine:
    """``series.coedu.resolve()``: a series of structs."""
    pl = importlib.import_module("polars")
    importlib.import_module("coedu_zones.frames.polars")
    return pl.Series, lambda series: series.coedu.resolve()


def duckdb() -> Engine:
    """``SELECT resolve_place(text)`` over an Arrow table: an Arrow table."""
    con = importlib.import_module("duckdb").connect()
    importlib.import_module("coedu_zones.frames.duckdb").register(con)
    table = importlib.import_module("pyarrow").table

    def run(texts: Any) -> object:
        con.register("texts", texts)
        return con.sql("SELECT resolve_place(text) AS place FROM texts").to_arrow_table()

    return (lambda texts: table({"text": texts})), run


OURS: dict[str, Callable[[], Engine]] = {
    "columns": columns, "objects": objects, "resolve_many": many,
    "pandas": pandas, "polars": polars, "duckdb": duckdb,
}  # fmt: skip


def load(name: str) -> Engine:
    """The engine of that name: the floor, a way of using this library, or a rival's driver."""
    if name == "floor":
        return floor()
    if name in OURS:
        return OURS[name]()
    return list, importlib.import_module(f"benchmarks.rivals.{name}").call


def versions(name: str) -> dict[str, str]:
    """The versions that matter to an engine's figures, of those packages that are there."""
    found = {"python": sys.version.split()[0]}
    mine = ("pydantic", name) if name in OURS else (name, "pandas", "numpy") if name != "floor" else ()
    for package in mine:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def timed(engine: Engine, texts: list[str], clock: Clock) -> float:
    """The seconds that an engine takes, without making its input or freeing its output."""
    prepare, run = engine
    given = prepare(texts)
    gc.collect()
    start = clock()
    answer = run(given)
    seconds = clock() - start
    del answer
    return seconds


def main() -> None:
    out, sys.stdout = sys.stdout, sys.stderr
    name, clock = sys.argv[1], CLOCKS[sys.argv[2]]
    engine = load(name)
    timed(engine, as_read(list(WARM_UP)), clock)
    pace = len(WARM_UP) / timed(engine, as_read(list(WARM_UP)), clock)
    print(json.dumps({"versions": versions(name), "pace": pace}), file=out, flush=True)
    for line in sys.stdin:
        file, wanted = json.loads(line)
        texts = json.loads(Path(file).read_text("utf-8"))[:wanted]
        print(json.dumps(timed(engine, texts, clock)), file=out, flush=True)


if __name__ == "__main__":
    main()
