"""Every example in a docstring runs and prints what it says."""

from __future__ import annotations

import doctest
import importlib

import pytest

import coedu_zones
from tests.test_architecture import SOURCE, files, module_name

MODULES = sorted(
    f"coedu_zones.{module_name(path)}".removesuffix(".__init__")
    for path in files()
    if ">>>" in path.read_text("utf-8")
    and (path.parent.name != "frames" or path.stem == "columns")  # the others are run where their backends are
)


@pytest.mark.parametrize("module", MODULES)
def test_examples(module: str) -> None:
    result = doctest.testmod(importlib.import_module(module))
    assert result.attempted
    assert result.failed == 0


def test_the_main_modules_have_examples() -> None:
    assert SOURCE.name == coedu_zones.__name__
    shown = {module.rpartition(".")[2] for module in MODULES}
    assert {
        "coedu_zones",
        "functions",
        "normalizer",
        "registry",
        "divisions",
        "timeline",
        "models",
        "columns",
        "text",
        "hierarchy",
        "townships",
    } <= shown
