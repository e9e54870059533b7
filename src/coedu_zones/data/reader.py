"""The tables: read when they are first needed, and held against the manifest.

They come with the library, and have a version of their own. An installed package ``coedu-zones-data`` with a newer data
version takes their place.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, wraps
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from typing import Any, Final, NamedTuple, TypeVar

from coedu_zones.data.locks import shared_lock
from coedu_zones.errors import DataIntegrityError
from coedu_zones.messages import Sentence, say

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


#: The version of the tables' layout. Tables of another one cannot be read by this library.
SCHEMA: Final = 1
#: A package that holds newer tables than those that came with the library.
DATA_PACKAGE: Final = "coedu_zones_data"

_VERSION: Final = re.compile(r"(\d{4})\.(\d{1,3})")


class _Source(NamedTuple):
    """Where the tables lie, and what to do when they are damaged."""

    folder: Traversable
    remedy: str


@load_once
def _source() -> _Source:
    """The bundled tables, or those of the installed data package where they are newer."""
    bundled = _Source(files("coedu_zones").joinpath("data"), Sentence("reinstall coedu_zones"))
    if find_spec(DATA_PACKAGE) is None:
        return bundled
    remedy = Sentence("reinstall coedu-zones-data, or uninstall it to use the tables that came with coedu_zones")
    other = _Source(files(DATA_PACKAGE), remedy)
    newer, own = _opened(other, f"manifest.json of {DATA_PACKAGE}"), _opened(bundled)
    version = newer["data_version"]
    if _order(version, remedy) <= _order(own["data_version"], bundled.remedy):
        return bundled
    schema = newer.get("schema")
    if schema != SCHEMA:
        which = "coedu_zones" if isinstance(schema, int) and schema > SCHEMA else "coedu-zones-data"
        raise DataIntegrityError(
            say(
                "coedu-zones-data {version} has tables of schema {schema}, and this coedu_zones reads "
                "schema {own}: upgrade {which}, or uninstall coedu-zones-data",
                version=version,
                schema=schema,
                own=SCHEMA,
                which=which,
            )
        )
    missing = sorted(own["files"].keys() - newer["files"].keys())
    if missing:
        raise DataIntegrityError(
            say(
                "coedu-zones-data {version} lacks the tables {missing}; {remedy}",
                version=version,
                missing=", ".join(missing),
                remedy=remedy,
            )
        )
    return other


def _opened(source: _Source, what: str = "manifest.json") -> dict[str, Any]:
    return _parsed(_bytes(source, "manifest.json", what), source.remedy, what)


def _parsed(body: bytes, remedy: str, what: str = "manifest.json") -> dict[str, Any]:
    """A manifest that holds what it must."""
    with shared_lock:
        import json  # noqa: PLC0415 - importing the package reads no data

    try:
        found: dict[str, Any] = json.loads(body)
        complete = isinstance(found["data_version"], str) and isinstance(found["files"], dict)
    except (ValueError, TypeError, KeyError) as error:
        raise DataIntegrityError(say("the data file {what} is damaged; {remedy}", what=what, remedy=remedy)) from error
    if not complete:
        raise DataIntegrityError(say("the data file {what} is damaged; {remedy}", what=what, remedy=remedy))
    return found


def _bytes(source: _Source, name: str, what: str) -> bytes:
    try:
        return source.folder.joinpath(name).read_bytes()
    except OSError as error:
        raise DataIntegrityError(
            say("the data file {what} cannot be read ({error}); {remedy}", what=what, error=error, remedy=source.remedy)
        ) from error


def _order(version: str, remedy: str) -> tuple[int, int]:
    found = _VERSION.fullmatch(version)
    if found is None:
        raise DataIntegrityError(
            say("the data version {version!r} is no YYYY.N; {remedy}", version=version, remedy=remedy)
        )
    return int(found[1]), int(found[2])


def read_bytes(name: str) -> bytes:
    """The bytes of a data file.

    Raises:
        DataIntegrityError: the file is missing or unreadable, or the data package does not fit.

    """
    return _bytes(_source(), name, name)


@lru_cache(maxsize=1)
def manifest() -> Mapping[str, Any]:
    """The manifest of the tables in use: data version, schema, sources, checksums."""
    return _parsed(read_bytes("manifest.json"), _source().remedy)


@load_once
def data_year() -> int:
    """The year of the tables in use, that of their version."""
    return int(str(manifest()["data_version"]).partition(".")[0])


def read_table(name: str, columns: int) -> Iterator[list[str]]:
    """The records of a table after its header line, each of ``columns`` cells.

    Raises:
        DataIntegrityError: the file is missing, or is not the file that was built.

    """
    body = _checked(name, read_bytes(name))
    lines = body.decode("utf-8").split("\n")
    for line in lines[1:-1]:
        cells = line.split("\t")
        if len(cells) != columns:
            raise DataIntegrityError(
                say(
                    "{name}: a record of {number} cells, expected {columns}: {line!r}",
                    name=name,
                    number=len(cells),
                    columns=columns,
                    line=line,
                )
            )
        yield cells


def read_packed(name: str) -> bytes:
    """The text (UTF-8) of a table that is packed with zlib; the manifest holds the checksum of the text.

    Raises:
        DataIntegrityError: the file is missing, or is not the file that was built.

    """
    import zlib  # noqa: PLC0415 - importing the package reads no data

    try:
        body = zlib.decompress(read_bytes(name))
    except zlib.error as error:
        raise DataIntegrityError(
            say("the data file {name} is damaged ({error}); {remedy}", name=name, error=error, remedy=_source().remedy)
        ) from error
    return _checked(name, body)


def _checked(name: str, body: bytes) -> bytes:
    listed = manifest()["files"]
    entry = listed.get(name) if isinstance(listed, dict) else None
    expected = entry.get("sha256") if isinstance(entry, dict) else None
    if not isinstance(expected, str) or not _CHECKSUM.fullmatch(expected):
        raise DataIntegrityError(
            say("the data file manifest.json has no checksum of {name}; reinstall coedu_zones", name=name)
        )
    if hashlib.sha256(body).hexdigest() != expected:
        raise DataIntegrityError(
            say("the data file {name} is not the file that was built; {remedy}", name=name, remedy=_source().remedy)
        )
    return body
