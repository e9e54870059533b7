"""Compiles the part in C while a wheel is built, where there is a compiler; a wheel without it gives the same answers.

``COEDU_ZONES_PURE=1`` leaves it out: such a wheel fits every platform, a browser too.
"""

from __future__ import annotations

import os
import shutil
from contextlib import chdir
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MODULE = "coedu_zones.parse._scan"
SOURCE = "src/coedu_zones/parse/_scan.c"


class CompileScan(BuildHookInterface[Any]):
    """Adds the compiled module to a wheel, or beside its source for an editable installation."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if os.environ.get("COEDU_ZONES_PURE") == "1":
            return
        self.folder = Path(mkdtemp())
        try:
            with chdir(self.root):
                made = compile_in(self.folder)
        except Exception as error:  # noqa: BLE001 - whatever a compiler lacks, the library works without it
            self.app.display_warning(f"{MODULE} is left out, as it could not be compiled: {error}")
            return
        if version == "editable":
            shutil.copy(made, Path(self.root, SOURCE).parent)
            return
        build_data["force_include"][str(made)] = f"coedu_zones/parse/{made.name}"
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)


def compile_in(folder: Path) -> Path:
    """The compiled module, in a folder; the same source gives the same bytes."""
    from setuptools import Distribution, Extension  # noqa: PLC0415 - a wheel can be built without it
    from setuptools.command.build_ext import build_ext  # noqa: PLC0415

    plain = [] if os.name == "nt" else ["-g0", "-O2"]
    command = build_ext(Distribution({"ext_modules": [Extension(MODULE, [SOURCE], extra_compile_args=plain)]}))
    command.build_lib, command.build_temp = str(folder), str(folder / "objects")
    command.finalize_options()
    command.run()
    return Path(command.get_ext_fullpath(MODULE))
