"""The shipped tables: read when they are first needed, and held against the manifest."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, wraps
from importlib.resources import files
from typing import TypeVar

from coedu_zones.data.locks import shared_lock
from coedu_zones.errors import DataIntegrityError

_T = TypeVar("_T")
_CHECKSUM = re.compile("[0-9a-f]{64}")


def load_once(build: Callable[[], _T]) -> Callable[[], _T]:
    """Make ``build`` run once, however many threads ask first."""
    loaded: list[_T] = []

    @wraps(build)
    def get() -> _T:
        if not loaded:
            with shared_lock:
                if not loaded:
                    loaded.append(build())
        return loaded[0]

    return get


def read_bytes(name: str) -> bytes:
    """The bytes of a shipped data file.

    Raises:
        DataIntegrityError: the file is missing or unreadable.

    """
    try:
        return files("coedu_zones").joinpath("data", name).read_bytes()
    except OSError as error:
        raise DataIntegrityError(f"the data file {name} cannot be read ({error}); reinstall coedu_zones") from error


@lru_cache(maxsize=1)
def manifest() -> Mapping[str, object]:
    """The manifest of the shipped tables: data version, sources, checksums."""
    with shared_lock:
        import json  # noqa: PLC0415 - importing the package reads no data

    try:
        loaded: dict[str, object] = json.loads(read_bytes("manifest.json"))
        complete = isinstance(loaded["data_version"], str) and isinstance(loaded["files"], dict)
    except (ValueError, TypeError, KeyError) as error:
        raise DataIntegrityError("the data file manifest.json is damaged; reinstall coedu_zones") from error
    if not complete:
        raise DataIntegrityError("the data file manifest.json is damaged; reinstall coedu_zones")
    return loaded


def read_table(name: str, columns: int) -> Iterator[list[str]]:
    """The records of a shipped table after its header line, each of ``columns`` cells.

    Raises:
        DataIntegrityError: the file is missing, or is not the file that was built.

    """
    body = _checked(name, read_bytes(name))
    lines = body.decode("utf-8").split("\n")
    for line in lines[1:-1]:
        cells = line.split("\t")
        if len(cells) != columns:
            raise DataIntegrityError(f"{name}: a record of {len(cells)} cells, expected {columns}: {line!r}")
        yield cells


def read_packed(name: str) -> bytes:
    """The text (UTF-8) of a shipped table that is packed with zlib; the manifest holds the checksum of the text.

    Raises:
        DataIntegrityError: the file is missing, or is not the file that was built.

    """
    import zlib  # noqa: PLC0415 - importing the package reads no data

    try:
        body = zlib.decompress(read_bytes(name))
    except zlib.error as error:
        raise DataIntegrityError(f"the data file {name} is damaged ({error}); reinstall coedu_zones") from error
    return _checked(name, body)


def _checked(name: str, body: bytes) -> bytes:
    listed = manifest()["files"]
    entry = listed.get(name) if isinstance(listed, dict) else None
    expected = entry.get("sha256") if isinstance(entry, dict) else None
    if not isinstance(expected, str) or not _CHECKSUM.fullmatch(expected):
        raise DataIntegrityError(f"the data file manifest.json has no checksum of {name}; reinstall coedu_zones")
    if hashlib.sha256(body).hexdigest() != expected:
        raise DataIntegrityError(f"the data file {name} is not the file that was built; reinstall coedu_zones")
    return body
