"""The package: extras, licences of what is shipped, and messages that say how to install what is missing."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from tools import check_licences
from tools.check_package import ROOT, licences

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NOTICE = (ROOT / "NOTICE").read_text("utf-8")
SOURCES: dict[str, dict[str, Any]] = json.loads(
    (ROOT / "src" / "coedu_zones" / "data" / "manifest.json").read_text("utf-8")
)["sources"]
FOR_DEVELOPERS = {"test", "lint", "docs", "notebooks", "browser"}


def test_all_is_every_extra_of_users() -> None:
    extras = PROJECT["optional-dependencies"]
    (everything,) = extras["all"]
    named = everything.removeprefix("coedu_zones[").removesuffix("]").split(",")
    assert set(named) == extras.keys() - FOR_DEVELOPERS - {"all"}


def test_every_licence_of_what_is_shipped_is_named_and_covered() -> None:
    assert licences(PROJECT["license"], SOURCES, NOTICE) == []


@pytest.mark.parametrize(
    ("expression", "change", "notice", "said"),
    [
        ("MIT AND Apache-2.0", {}, NOTICE, "CC-BY-4.0 is not in MIT AND Apache-2.0"),
        (PROJECT["license"] + " AND ISC", {}, NOTICE, "no package is under ISC"),
        (PROJECT["license"], {"version": "9.9.9"}, NOTICE, "NOTICE lacks jieba 9.9.9"),
        (PROJECT["license"], {"licence": "Apache-2.0"}, NOTICE, "NOTICE does not say that jieba 0.42.1 is under Apache-2.0"),
        (PROJECT["license"], {"licence": "GPL-3.0"}, NOTICE, "GPL-3.0 is not in MIT AND Apache-2.0 AND CC-BY-4.0"),
        (PROJECT["license"], {}, NOTICE.replace("Permission is", "It is"), "NOTICE lacks the text of MIT"),
    ],
)  # fmt: skip
def test_a_licence_that_is_not_in_order_is_named(
    expression: str, change: dict[str, str], notice: str, said: str
) -> None:
    assert said in licences(expression, SOURCES | {"jieba": SOURCES["jieba"] | change}, notice)


@pytest.mark.parametrize(
    ("missing", "extra", "call"),
    [
        ("pyarrow", "files", "cz.annotate('a.csv', 'b.parquet', column='a')"),
        ("openpyxl", "files", "cz.annotate('a.csv', 'b.xlsx', column='a')"),
        ("cairosvg", "charts", "coedu_zones.charts.province_chart({'江西': 1}).save('a.png')"),
        ("polars", "polars", "importlib.import_module('coedu_zones.frames.polars')"),
    ],
)
def test_what_is_missing_says_how_to_install_it(tmp_path: Path, missing: str, extra: str, call: str) -> None:
    (tmp_path / "a.csv").write_text("a\n渝水区\n", "utf-8")
    code = f"""
import importlib, sys
sys.modules[{missing!r}] = None
import coedu_zones as cz, coedu_zones.charts
try:
    {call}
except cz.MissingBackendError as error:
    print(error)
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True, encoding="utf-8")
    assert f'with: pip install "coedu_zones[{extra}]"' in done.stdout


def test_what_comes_with_the_library_is_free_to_use() -> None:
    assert {"pydantic", "rapidfuzz"} <= set(check_licences.required("coedu_zones"))
    assert check_licences.problems() == []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ({"License-Expression": "MIT AND (Apache-2.0 OR BSD-3-Clause)"}, ["MIT", "Apache-2.0", "BSD-3-Clause"]),
        ({"Classifier": "License :: OSI Approved :: MIT License"}, ["MIT License"]),
        ({"License": "GPL\nversion 3"}, ["GPL"]),
        ({}, [""]),
    ],
)
def test_the_licence_that_a_package_states(lines: dict[str, str], said: list[str]) -> None:
    about = Message()
    for name, value in lines.items():
        about[name] = value
    assert check_licences.stated(about) == said


def test_a_licence_that_nobody_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_licences, "ALLOWED", ())
    assert any(line.startswith("rapidfuzz is under ") for line in check_licences.problems())
