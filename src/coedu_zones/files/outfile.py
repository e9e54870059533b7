"""A file that appears under its name whole or not at all."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from coedu_zones.files.errors import table_error

try:
    import fcntl
except ImportError:  # Windows, where nobody can remove a file that is open
    fcntl = None  # type: ignore[assignment]


def check_target(target: Path, sources: list[Path], *, force: bool) -> Path:
    """The place that ``target`` names, behind links, if it may be written.

    Raises:
        TableError: it is one of ``sources``, no plain file, or exists and ``force`` is not set.

    """
    final = Path(os.path.realpath(target))
    for source in sources:
        same = final == Path(os.path.realpath(source))
        if same or (final.exists() and source.exists() and final.samefile(source)):
            raise table_error(
                "{target} is also a file that this run reads or writes; name another output", target=target
            )
    if final.exists() and not final.is_file():
        raise table_error("{target} is no plain file; name a file to write", target=target)
    if final.exists() and not force:
        raise table_error(
            "{target} exists already; name another output, or say force=True to replace it", target=target
        )
    if not final.parent.is_dir():
        raise table_error("{target}: the folder {parent} does not exist", target=target, parent=final.parent)
    return final


class OutFile:
    """A temporary file beside ``final``, which takes its place in one step by :meth:`commit`.

    Used as a context it removes the temporary file when it was not committed. It is locked
    while its run lives, so that the next run to the same place knows what a killed one left,
    and removes that.
    """

    def __init__(self, final: Path, *, force: bool) -> None:
        self._final = final
        self._force = force
        self._lock = -1
        self.path = final.with_name(f".{final.name}.{secrets.token_hex(4)}.part")

    def __enter__(self) -> Self:
        tidy(self._final.parent, re.compile(rf"\.{re.escape(self._final.name)}\.[0-9a-f]{{8}}\.part"))
        # made here with the permissions that a new file has, and never over another one
        try:
            self._lock = os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666)
        except OSError as error:
            error.filename = str(self._final)  # the name that the user knows
            raise
        lock(self._lock)
        return self

    def commit(self) -> None:
        """Put the file in its place, its bytes on the disk first."""
        with self.path.open("rb+") as file:
            os.fsync(file.fileno())
        if self._final.exists():
            if not self._force:
                raise table_error("{final} appeared during the run and was not replaced", final=self._final)
            self.path.chmod(self._final.stat().st_mode & 0o777)
        self._unlock()  # an open file cannot be renamed everywhere
        self.path.replace(self._final)

    def _unlock(self) -> None:
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def __exit__(self, kind: object, error: BaseException | None, *trace: object) -> None:
        if isinstance(error, OSError) and error.filename in {None, str(self.path)}:
            error.filename = str(self._final)  # a full disk does not say which file it had no space for
        self._unlock()
        _remove(self.path)


@contextmanager
def work_folder() -> Iterator[Path]:
    """A folder for temporary files that is removed at the end, with those that killed runs of this user left."""
    base = Path(tempfile.gettempdir())
    tidy(base, re.compile(r"coedu-zones-[0-9a-f]{8}\.part"))
    mark = base / f"coedu-zones-{secrets.token_hex(4)}.part"
    folder = mark.with_name(mark.name + ".files")
    handle = os.open(mark, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        lock(handle)
        folder.mkdir(0o700)
        yield folder
    finally:
        os.close(handle)
        _remove(mark)


def tidy(folder: Path, names: re.Pattern[str]) -> None:
    """Remove the temporary files whose run is gone: those that nobody holds a lock on."""
    with suppress(OSError), os.scandir(folder) as entries:
        left = [Path(entry.path) for entry in entries if names.fullmatch(entry.name)]
        for path in left:
            with suppress(OSError):  # another user's, or taken away in the meantime
                if _is_left(path):
                    _remove(path)


def _is_left(path: Path) -> bool:
    if hasattr(os, "getuid") and path.lstat().st_uid != os.getuid():
        return False
    handle = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        return lock(handle)
    finally:
        os.close(handle)


def lock(handle: int) -> bool:
    """Lock an open file, and tell whether nobody had locked it; without locks of files an open one cannot be removed."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _remove(path: Path) -> None:
    """Remove a temporary file and what was kept beside it."""
    for beside in (path, path.with_name(path.name + ".sheet")):
        beside.unlink(missing_ok=True)
    shutil.rmtree(path.with_name(path.name + ".files"), ignore_errors=True)
