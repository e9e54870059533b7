"""What the frame tests share: the texts, the plain answers, and one Spark session."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import coedu_zones
from coedu_zones.frames.columns import resolve_columns
from tests.frames.texts import COUNT, varied_texts

#: Of Spark itself: the pandas and the Python beside it, sockets that it leaves open.
QUIET_SPARK = [
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.filterwarnings("ignore:distutils Version classes are deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The distutils package is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.*<socket.socket:pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:unclosed <socket.socket:ResourceWarning"),
]
SOURCE = str(Path(coedu_zones.__file__).parents[1])


def plain_answers(texts: Sequence[object], **options: Any) -> dict[str, list[Any]]:
    """What ``resolve_columns`` gives, with lists for its tuples: no engine has tuples."""
    columns = resolve_columns(texts, **options)
    return {field: [list(v) if isinstance(v, tuple) else v for v in values] for field, values in columns.items()}


def fresh(code: str, stdin: str = "") -> str:
    """What a new Python process that runs ``code`` prints."""
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        input=stdin, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
        env={**os.environ, "PYTHONPATH": SOURCE, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def need(*modules: str) -> None:
    """Skip when a backend is not installed."""
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} not installed")


@pytest.fixture(scope="session")
def texts() -> list[str | None]:
    """Texts of every kind, most of them distinct."""
    return varied_texts(COUNT)


@pytest.fixture(scope="session")
def answers(texts: list[str | None]) -> dict[str, list[Any]]:
    """What plain Python says of ``texts``."""
    return plain_answers(texts)


@pytest.fixture(scope="session")
def same(texts: list[str | None], answers: dict[str, list[Any]]) -> Callable[[dict[str, list[Any]]], None]:
    """Assert that the columns of an engine are the plain answers, and say where they are not."""

    def check(found: dict[str, list[Any]]) -> None:
        assert list(found) == list(answers)
        for field, expected in answers.items():
            assert len(found[field]) == len(expected)
            for text, value, plain in zip(texts, found[field], expected, strict=True):
                assert value == plain, f"{field} of {text!r}"

    return check


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A local Spark session with two workers."""
    need("pyspark", "pyarrow")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Java, which Spark runs on, is not installed")
    from pyspark.sql import SparkSession

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYSPARK_DRIVER_PYTHON", sys.executable)
        patch.setenv("PYTHONPATH", SOURCE, prepend=os.pathsep)
        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.driver.host", "localhost").config("spark.driver.bindAddress", "127.0.0.1")
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        yield session
        session.stop()
