"""A file that appears under its name whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Self

from coedu_zones.files.errors import TableError, name_of


def check_target(target: Path, sources: list[Path], *, force: bool) -> Path:
    """The place that ``target`` names, behind links, if it may be written.

    Raises:
        TableError: it is one of ``sources``, no plain file, or exists and ``force`` is not said.

    """
    final = Path(os.path.realpath(target))
    for source in sources:
        same = final == Path(os.path.realpath(source))
        if same or (final.exists() and source.exists() and final.samefile(source)):
            raise TableError(f"{name_of(target)} is also a file that this run reads or writes; name another output")
    if final.exists() and not final.is_file():
        raise TableError(f"{name_of(target)} is no plain file; name a file to write")
    if final.exists() and not force:
        raise TableError(f"{name_of(target)} exists already; name another output, or say force=True to replace it")
    if not final.parent.is_dir():
        raise TableError(f"{name_of(target)}: the folder {name_of(final.parent)} does not exist")
    return final


class OutFile:
    """A temporary file beside ``final``, which takes its place in one step by :meth:`commit`.

    Used as a context it removes the temporary file when it was not committed.
    """

    def __init__(self, final: Path, *, force: bool) -> None:
        self._final = final
        self._force = force
        self.path = final.with_name(f".{final.name}.{secrets.token_hex(4)}.part")

    def __enter__(self) -> Self:
        # made here with the permissions that a new file has, and never over another one
        try:
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        except OSError as error:
            error.filename = str(self._final)  # the name that the user knows
            raise
        return self

    def commit(self) -> None:
        """Put the file in its place, its bytes on the disk first."""
        with self.path.open("rb+") as file:
            os.fsync(file.fileno())
        if self._final.exists():
            if not self._force:
                raise TableError(f"{name_of(self._final)} appeared during the run and was not replaced")
            self.path.chmod(self._final.stat().st_mode & 0o777)
        self.path.replace(self._final)

    def __exit__(self, *exc: object) -> None:
        self.path.unlink(missing_ok=True)
