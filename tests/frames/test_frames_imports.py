"""Rule: a backend is an extra. Nothing imports it for you, and one error says what to install."""

from __future__ import annotations

import doctest
import importlib
import tomllib
from pathlib import Path

import pytest

from tests.frames.conftest import QUIET_SPARK, fresh, need

pytestmark = QUIET_SPARK

BACKENDS = {
    "pandas": ["pandas", "numpy"],
    "polars": ["polars"],
    "duckdb": ["duckdb", "pyarrow"],
    "spark": ["pyspark", "pyarrow"],
}


def test_importing_the_package_imports_no_backend() -> None:
    code = """
import sys
import coedu_zones as cz, coedu_zones.cli, coedu_zones.frames.columns, coedu_zones.frames, coedu_zones.frames.engines
assert cz.resolve("渝水区").code == "360502"
print(sorted({"pandas", "numpy", "polars", "duckdb", "pyspark", "py4j", "pyarrow"} & {m.split(".")[0] for m in sys.modules}))
"""
    assert fresh(code).strip() == "[]"


@pytest.mark.parametrize(("extra", "library"), [(e, lib) for e, libs in BACKENDS.items() for lib in libs])
def test_a_missing_backend_says_what_to_install(extra: str, library: str) -> None:
    code = f"""
import sys
sys.modules[{library!r}] = None
try:
    import coedu_zones.frames.{extra}
except ImportError as error:
    print(type(error).__name__, error)
"""
    if extra in {"duckdb", "spark"} and library == "pyarrow":
        need(BACKENDS[extra][0])
    message = fresh(code)
    assert message.startswith(f"MissingBackendError coedu_zones.frames.{extra} needs ")
    assert f'pip install "coedu_zones[{extra}]"' in message


@pytest.mark.parametrize("extra", BACKENDS)
def test_the_examples_run(extra: str) -> None:
    need(*BACKENDS[extra])
    module = importlib.import_module(f"coedu_zones.frames.{extra}")
    result = doctest.testmod(module)
    assert result.failed == 0
    assert result.attempted > 0 or extra == "spark"  # Spark is too slow for a docstring; its tests show it


def test_every_backend_is_an_extra_of_its_name() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(BACKENDS) <= set(project["optional-dependencies"])
