"""Python for the page "try it": its parts are fetched, checked and put into the site, so that the site serves them all.

``python docs/_site/browser.py`` fetches the parts into ``.cache/sources`` and fails where that is
impossible. A build of the site uses what it can get: without the parts the page says that it has none.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # the tools are no part of the package
from tools.fetch import Source, read_sources

ROOT: Final = Path(__file__).resolve().parents[2]
#: Where the parts lie in the site, beside the page's own script.
FOLDER: Final = Path("assets", "try", "python")
#: The files of the npm package that a browser asks for. The list of Pyodide's own packages is emptied: none is used.
_PYODIDE: Final = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
_FETCHED: Final = _PYODIDE[2:]  # a page sees how these come; the others are scripts that the browser imports
_LOCK: Final = "pyodide-lock.json"
_log = logging.getLogger("mkdocs.hooks")


def sources() -> dict[str, Source]:
    """The pinned parts by name."""
    return read_sources(Path(__file__).with_name("browser.toml"))


def put(site: Path) -> None:
    """Put Python and the library into a built site, and a list of what there is."""
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    listed: dict[str, object]
    try:
        parts = sources()
        for part in parts.values():
            _ = part.path
    except (subprocess.CalledProcessError, OSError) as error:  # another file than the pinned one is an error
        _log.info("The page 'try it' is built without Python, which could not be fetched: %s", error)
        listed = {"ready": False}
        (folder / "licences.txt").write_text("This copy of the site holds no Python for the browser.\n", "utf-8")
    else:
        archives = _write(parts, folder)
        fetched = (*archives, *_FETCHED)
        listed = {"ready": True, "archives": archives, "bytes": sum((folder / name).stat().st_size for name in fetched)}
    (folder / "parts.json").write_text(json.dumps(listed), "utf-8")


def _write(parts: dict[str, Source], folder: Path) -> list[str]:
    """Write the files; returns the archives that the page unpacks over Python's own packages."""
    pyodide = parts["pyodide"]
    for name in _PYODIDE:
        (folder / name).write_bytes(pyodide.read(f"package/{name}"))
    lock = json.loads(pyodide.read(f"package/{_LOCK}"))
    (folder / _LOCK).write_text(json.dumps({"info": lock["info"], "packages": {}}), "utf-8")
    wheels = [part for name, part in parts.items() if name != "pyodide"]
    with zipfile.ZipFile(folder / "packages.zip", "w", zipfile.ZIP_DEFLATED) as packages:
        for part in wheels:
            _copy(part, packages)
    with zipfile.ZipFile(folder / "coedu_zones.zip", "w", zipfile.ZIP_DEFLATED) as library:
        for path in sorted((ROOT / "src" / "coedu_zones").rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and path.suffix not in {".c", ".pyd", ".so"}:
                library.write(path, path.relative_to(ROOT / "src"))
    (folder / "licences.txt").write_text("\n\n".join(_licences(parts)), "utf-8")
    return ["packages.zip", "coedu_zones.zip"]


def _copy(part: Source, target: zipfile.ZipFile) -> None:
    """Everything of a wheel that this Python can load; what is compiled for another machine stays behind."""
    with zipfile.ZipFile(part.path) as wheel:
        for name in wheel.namelist():
            if not name.endswith(("/", ".pyi", "-darwin.so")):
                target.writestr(name, wheel.read(name))


def _licences(parts: dict[str, Source]) -> Iterator[str]:
    """Each part with its licence, for those who get it from the site."""
    for part in parts.values():
        rule = "=" * 78
        yield f"{rule}\n{part.package} {part.version} ({part.registry}), {part.licence}\n{rule}"
        if tarfile.is_tarfile(part.path):
            yield "Source: https://github.com/pyodide/pyodide. It holds CPython (licence: see typing_extensions)."
            yield Path(__file__).with_name("MPL-2.0.txt").read_text("utf-8")
            continue
        with zipfile.ZipFile(part.path) as wheel:
            names = [name for name in wheel.namelist() if ".dist-info/" in name and "/LICEN" in name.upper()]
            yield from (wheel.read(name).decode("utf-8") for name in names)


if __name__ == "__main__":
    for source in sources().values():
        print(source.path.name)  # noqa: T201 - what a command says
