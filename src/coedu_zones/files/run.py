"""A work on a table from its first row to its last: read, work, write, and the files in their place at the end, whole."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from coedu_zones.files.errors import quoted, table_error
from coedu_zones.files.formats import check_suffix, open_sink, open_source, settle_bad_bytes
from coedu_zones.files.model import Options, PathLike, Sink, Source
from coedu_zones.files.outfile import OutFile, check_target
from coedu_zones.resolution.answers import column_names

_Summary = TypeVar("_Summary")
_Summary_co = TypeVar("_Summary_co", covariant=True)
_STEP: Final = 1_024  # rows after which progress is reported: a browser takes seconds for them
#: Called with the rows done and the rows of the table.
Progress = Callable[[int, int], None]


def named_columns(fields: Iterable[str], prefix: str | None, lang: str | None, usual: str = "place_") -> dict[str, str]:
    """Field → the name of its new column."""
    named = column_names(lang or "en", fields=fields)
    start = next(iter(column_names(lang or "en", prefix=usual, fields=[""]).values())) if prefix is None else prefix
    return {field: start + name for field, name in named.items()}


class Work(Protocol[_Summary_co]):
    """What is done with the rows of a table."""

    #: What is put before the end of a file's name, where no target is named.
    mark: str

    def begin(self, table: Source, header: bool | None) -> dict[str, str]:
        """Look at a table; the names of the new columns, with their types."""

    def answers(self, chunk: Any) -> dict[str, list[Any]]:
        """The new columns for some rows, which are counted."""

    def summary(self, table: Source, target: Path, seconds: float) -> _Summary_co:
        """The figures when all rows are done."""

    def page(self, summary: Any) -> str:
        """The report, as HTML."""


def carried_out(
    work: Work[_Summary],
    source: PathLike,
    target: PathLike | None,
    options: Options,
    *,
    force: bool,
    report: PathLike | None,
    progress: Progress | None,
) -> _Summary:
    """Do a work on a table; the files appear at the end, whole, or not at all."""
    if options.skip is not None and options.skip < 0:
        raise table_error("skip={skip}: expected the number of rows above the header", skip=options.skip)
    started = time.monotonic()
    origin = Path(os.fspath(source))
    check_suffix(origin, writing=False)
    wanted = (
        origin.with_name(f"{origin.stem}.{work.mark}{origin.suffix}") if target is None else Path(os.fspath(target))
    )
    check_suffix(wanted, writing=True)
    final = check_target(wanted, [origin], force=force)
    page = None if report is None else check_target(Path(os.fspath(report)), [origin, wanted], force=force)
    table = open_source(origin, options)
    added = work.begin(table, options.header)
    settle_bad_bytes(table, wanted, options)
    with ExitStack() as files:
        # both places are tried before the work is done
        out = files.enter_context(OutFile(final, force=force))
        figures = None if page is None else files.enter_context(OutFile(page, force=force))
        _copy(table, open_sink(out.path, wanted, table, options, added), work, progress=progress)
        found = work.summary(table, wanted, round(time.monotonic() - started, 3))
        if figures is not None:
            figures.path.write_text(work.page(found), "utf-8")
        out.commit()
        if figures is not None:
            figures.commit()
    return found


def new_columns(table: Source, added: dict[str, str]) -> dict[str, str]:
    """The new columns, if the table has none of their names.

    Raises:
        TableError: it has.

    """
    odd = [name for name in added if not name.isprintable()]
    if odd:
        raise table_error("{odd!r} holds characters that no name of a column has; say another prefix='…'", odd=odd[0])
    taken = [name for name in added if name in table.columns]
    if taken:
        raise table_error(
            "{path} already has columns {taken}; say another prefix='…' for the new ones",
            path=table.path,
            taken=quoted(taken, 4),
        )
    return added


def _copy(table: Source, sink: Sink, work: Work[Any], *, progress: Progress | None) -> None:
    """Every chunk from the table to the sink, with the new columns."""
    done = 0
    try:
        for chunk in table.chunks():
            added: dict[str, list[Any]] = {}
            for start in range(0, len(chunk), _STEP):
                part = chunk.part(start, start + _STEP)
                for name, values in work.answers(part).items():
                    added.setdefault(name, []).extend(values)
                done += len(part)
                if progress is not None:
                    progress(done, table.rows)
            sink.write(chunk, added)
        sink.close()
    except BaseException:
        sink.abandon()
        raise
