"""What tests of several folders share: the site, which takes a minute or two, is built once for all of them."""

from __future__ import annotations

import gc
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ["COEDU_ZONES_LANG"] = "en"  # whatever the system speaks
gc.set_threshold(1_000_000)  # what is loaded stays: looking through it again and again would take a sixth of the run

ROOT = Path(__file__).resolve().parents[1]
SITE_TOOLS = ("mkdocs", "material", "mkdocs_static_i18n", "mkdocstrings", "markdown_exec", "jieba")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """At the end of a file, throw away what nobody holds; what is still held then, the tables, is not looked through again."""
    yield
    if nextitem is None or nextitem.path != item.path:
        gc.collect()
        gc.freeze()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built strictly, in a folder below another one, as on a shared host."""
    missing = [tool for tool in SITE_TOOLS if importlib.util.find_spec(tool) is None]
    if missing:
        pytest.skip(f"needs the site's tools ({', '.join(missing)}): pip install -e '.[docs]'")
    folder = tmp_path_factory.mktemp("host") / "manual"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder
