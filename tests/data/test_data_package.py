"""A newer data package takes the place of the bundled tables; one that does not fit is an error that says what to do."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import coedu_zones as cz
from tools import data_package
from tools.build import DATA

ROOT = Path(cz.__file__).parents[1]
ASK = "import coedu_zones as cz; print(cz.data_version(), cz.get_division('360502').name)"


def ask(folder: Path, code: str = ASK) -> str:
    """What a new process says with a folder of installed packages beside the library; the last line of an error."""
    path = os.pathsep.join([str(ROOT), str(folder)])
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    return (done.stdout or done.stderr.strip().rpartition("\n")[2]).strip()


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables with one English name changed, so that it shows which are read."""
    folder = tmp_path_factory.mktemp("tables") / "data"
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path = folder / "divisions.tsv"
    body = path.read_bytes().replace("渝水区".encode(), "新水区".encode())
    path.write_bytes(body)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["files"]["divisions.tsv"]["sha256"] = hashlib.sha256(body).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return folder


@pytest.fixture
def package(tmp_path: Path, tables: Path) -> Path:
    data_package.project(tmp_path / "site", "2099.1", tables)
    return tmp_path / "site" / "coedu_zones_data"


def change(package: Path, **values: object) -> None:
    path = package / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | values), "utf-8")


def test_a_newer_package_wins(package: Path) -> None:
    said = ask(package.parent, f"{ASK}; print(cz.normalize('新水区'))")
    assert said.splitlines() == ["2099.1 新水区", "江西省/新余市/新水区"]


def test_its_tables_are_those_that_are_read(package: Path) -> None:
    (package / "zones.tsv").write_text("damaged", "utf-8")
    assert "zones.tsv is not the file that was built; reinstall coedu-zones-data" in ask(
        package.parent, "import coedu_zones as cz; cz.zones()"
    )


@pytest.mark.parametrize("version", ["2020.1", cz.data_version()])
def test_an_older_package_does_not(package: Path, version: str) -> None:
    change(package, data_version=version)
    assert ask(package.parent).startswith(cz.data_version() + " ")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"schema": 0}, "has tables of schema 0, and this coedu_zones reads schema 1: upgrade coedu-zones-data"),
        ({"schema": 9}, "has tables of schema 9, and this coedu_zones reads schema 1: upgrade coedu_zones,"),
        ({"files": {}}, "lacks the tables changes.tsv"),
        ({"files": None}, "manifest.json of coedu_zones_data is damaged; reinstall coedu-zones-data"),
        ({"data_version": "new"}, "'new' is no YYYY.N; reinstall coedu-zones-data"),
    ],
)
def test_one_that_does_not_fit_is_refused(package: Path, values: dict[str, object], message: str) -> None:
    change(package, **values)
    said = ask(package.parent)
    assert said.startswith("coedu_zones.errors.DataIntegrityError")
    assert message in said


def test_a_damaged_manifest(package: Path) -> None:
    (package / "manifest.json").write_text("{", "utf-8")
    assert "manifest.json of coedu_zones_data is damaged" in ask(package.parent)
    (package / "manifest.json").unlink()
    assert "manifest.json of coedu_zones_data cannot be read" in ask(package.parent)


def test_a_wheel_is_built_and_read(tmp_path: Path, tables: Path) -> None:
    wheel = data_package.build(tmp_path, "2099.2", tables)
    assert wheel.name == "coedu_zones_data-2099.2-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    assert ask(tmp_path / "site").startswith("2099.2 ")


def test_the_version_is_a_year_and_a_number(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"expected a year and a number, such as 2027\.1"):
        data_package.project(tmp_path / "source", "v3")
