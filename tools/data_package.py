"""Builds the package ``coedu-zones-data``: ``python -m tools.data_package FOLDER [--version YYYY.N]``.

The wheel holds the tables of ``src/coedu_zones/data`` as the builders made them, and the manifest that they are held
against. Installed beside a ``coedu_zones`` with older tables of the same schema, it takes their place.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from coedu_zones.data.reader import DATA_PACKAGE, SCHEMA
from tools.build import DATA
from tools.fetch import ROOT
from tools.years import DATA_VERSION

TABLES: Final = (".tsv", ".z")
LICENCES: Final = ("LICENSE", "NOTICE")
PYPROJECT: Final = """[build-system]
requires = ["hatchling>=1.24"]
build-backend = "hatchling.build"

[project]
name = "coedu-zones-data"
version = "{version}"
description = "The tables of coedu_zones, of {version}: install them beside the library to have newer ones than it came with"
requires-python = ">=3.11"
license-files = ["LICENSE", "NOTICE"]

[tool.hatch.build.targets.wheel]
packages = ["{package}"]
"""


def project(folder: Path, version: str = DATA_VERSION, tables: Path = DATA) -> None:
    """Write the package's source into a folder.

    Raises:
        ValueError: the version is no ``YYYY.N``.

    """
    if not re.fullmatch(r"\d{4}\.\d{1,3}", version):
        raise ValueError(f"version {version!r}: expected a year and a number, such as 2027.1")
    package = folder / DATA_PACKAGE
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('"""The tables of coedu_zones; nothing to import."""\n', "utf-8")
    manifest = json.loads((tables / "manifest.json").read_text("utf-8")) | {"data_version": version, "schema": SCHEMA}
    (package / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for path in sorted(tables.iterdir()):
        if path.suffix in TABLES:
            shutil.copy(path, package / path.name)
    for name in LICENCES:
        shutil.copy(ROOT / name, folder / name)
    (folder / "pyproject.toml").write_text(PYPROJECT.format(version=_normal(version), package=DATA_PACKAGE), "utf-8")


def _normal(version: str) -> str:
    """The version as packages write it: 2026.09 is 2026.9."""
    year, _, number = version.partition(".")
    return f"{year}.{int(number)}"


def build(target: Path, version: str = DATA_VERSION, tables: Path = DATA) -> Path:
    """Build the wheel into a folder; the path of it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        source.mkdir()
        project(source, version, tables)
        command = [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--wheel-dir",
            str(target),
            str(source),
        ]
        subprocess.run(command, check=True)
    return next(target.glob(f"coedu_zones_data-{_normal(version)}-*.whl"))


def main() -> int:
    parser = argparse.ArgumentParser(description="Build the package coedu-zones-data.")
    parser.add_argument("folder", type=Path, help="where the wheel is written")
    parser.add_argument("--version", default=DATA_VERSION, help="YYYY.N; by default that of tools/years.py")
    options = parser.parse_args()
    print(build(options.folder, options.version))
    return 0


if __name__ == "__main__":
    sys.exit(main())
