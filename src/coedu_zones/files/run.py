"""Annotate a table: read, resolve, write, count."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from coedu_zones.files.columns import Picked, pick
from coedu_zones.files.errors import TableError, name_of, quoted
from coedu_zones.files.formats import check_suffix, open_sink, open_source, settle_bad_bytes
from coedu_zones.files.model import Options, PathLike, Sink, Source
from coedu_zones.files.outfile import OutFile, check_target
from coedu_zones.files.report import report_html
from coedu_zones.files.summary import AnnotationSummary
from coedu_zones.files.tally import Tally
from coedu_zones.frames.columns import FIELDS, ColumnResolver
from coedu_zones.lookup.divisions import data_version
from coedu_zones.places.models import Division, Level

_KINDS: Final = {"score": "float64", "zones": "numbers"}
#: Called with the rows done and the rows of the table.
Progress = Callable[[int, int], None]


def annotate(
    source: PathLike,
    target: PathLike | None = None,
    *,
    column: str | int | None = None,
    province: str | int | None = None,
    prefecture: str | int | None = None,
    county: str | int | None = None,
    within: str | Division | None = None,
    level: Level | str | None = None,
    prefix: str = "place_",
    header: bool | None = None,
    encoding: str | None = None,
    output_encoding: str | None = None,
    delimiter: str | None = None,
    quotes: bool = True,
    sheet: str | None = None,
    guard: bool = True,
    skip: int | None = None,
    force: bool = False,
    report: PathLike | None = None,
    progress: Progress | None = None,
) -> AnnotationSummary:
    """Add to every row of a table what its place means; no row is lost or moved.

    The end of a file's name tells its format: ``.csv``, ``.tsv``, ``.txt``,
    ``.jsonl``, ``.parquet`` or ``.xlsx``. The new columns come after the old ones:
    ``place_status, place_code, place_name, place_level, place_province,
    place_prefecture, place_county, place_path, place_score, place_method,
    place_remainder, place_zones``.

    Args:
        source: the file to read. It is never written.
        target: the file to write, ``NAME.places.SUFFIX`` beside the source by default.
        column: the column that holds the place, by name or by position from 1. Without
            any column it is the only one whose cells read as places.
        province: the column of the province, joined with those that follow.
        prefecture: the column of the prefecture.
        county: the column of the county. ``column`` comes last, as the rest of an address.
        within: keep only places inside this one (a name, a code or a division).
        level: keep only places of this level.
        prefix: what the names of the new columns begin with.
        header: whether the first row holds the names; by default yes, unless it reads as a place.
        encoding: of a text source; found from its bytes by default.
        output_encoding: of a text target; by default that of the source, else UTF-8.
        delimiter: of a ``.csv`` or ``.txt`` source; found from its first rows by default.
        quotes: whether ``"`` encloses cells of delimited text.
        sheet: the sheet of a workbook that has several.
        guard: write texts that a spreadsheet would run as formulas so that it does not: with ``'``
            before them in delimited text, with the mark that stands for it in workbooks. Other
            formats are never touched, numbers such as ``-5`` neither.
        skip: how many rows stand above the header, such as a title; they are left out. By
            default they are found, and ``notes`` says which.
        force: replace an existing target or report.
        report: also write one HTML page with the figures and what needs a look.
        progress: called now and then with the rows done and all rows.

    Returns:
        The figures. The files are in their place, whole, when it returns; after an
        error there is none.

    Raises:
        TableError: the source cannot be read, the columns cannot be told, or the
            target may not be written.
        MissingBackendError: Parquet needs pyarrow, XLSX needs openpyxl.
        AmbiguousNameError: ``within`` may mean several places.
        UnresolvedNameError: ``within`` names no place.
        OSError: a file cannot be opened or written.

    """
    if skip is not None and skip < 0:
        raise TableError(f"skip={skip}: expected the number of rows above the header")
    started = time.monotonic()
    options = Options(header, encoding, output_encoding, delimiter, quotes, sheet, guard, skip)
    origin = Path(os.fspath(source))
    check_suffix(origin, writing=False)
    wanted = origin.with_name(f"{origin.stem}.places{origin.suffix}") if target is None else Path(os.fspath(target))
    check_suffix(wanted, writing=True)
    final = check_target(wanted, [origin], force=force)
    page = None if report is None else check_target(Path(os.fspath(report)), [origin, wanted], force=force)
    resolver = ColumnResolver(within=within, level=level)
    table = open_source(origin, options)
    picked = pick(table, (province, prefecture, county, column), header=header)
    added = _added(table, prefix)
    tally = Tally(resolver, offset=table.offset)
    settle_bad_bytes(table, wanted, options)
    with ExitStack() as files:
        # both places are tried before the work is done
        sheet_of_figures = None if page is None else files.enter_context(OutFile(page, force=force))
        out = files.enter_context(OutFile(final, force=force))
        _copy(table, open_sink(out.path, wanted, table, options, added), picked, tally, prefix=prefix, progress=progress)
        found = _summary(table, wanted, picked, tally, time.monotonic() - started)
        if sheet_of_figures is not None:
            sheet_of_figures.path.write_text(report_html(found), "utf-8")
        out.commit()
        if sheet_of_figures is not None:
            sheet_of_figures.commit()
    return found


def _added(table: Source, prefix: str) -> dict[str, str]:
    """The names of the new columns and their types."""
    if not prefix.isprintable():
        raise TableError(f"prefix {prefix!r} holds characters that no name of a column has; say another --prefix")
    added = {prefix + field: _KINDS.get(field, "string") for field in FIELDS}
    taken = [name for name in added if name in table.columns]
    if taken:
        raise TableError(
            f"{name_of(table.path)} already has columns {quoted(taken, 4)}; say another --prefix for the new ones"
        )
    return added


def _copy(
    table: Source, sink: Sink, picked: Picked, tally: Tally, *, prefix: str, progress: Progress | None
) -> None:
    """Every chunk from the table to the sink, resolved and counted."""
    try:
        for chunk in table.chunks():
            texts = picked.texts(chunk)
            answers: dict[str, list[Any]] = tally.resolver.columns(texts)
            sink.write(chunk, {prefix + field: values for field, values in answers.items()})
            tally.add(texts, answers)
            if progress is not None:
                progress(tally.rows, table.rows)
        sink.close()
    except BaseException:
        sink.abandon()
        raise


def _summary(table: Source, target: Path, picked: Picked, tally: Tally, seconds: float) -> AnnotationSummary:
    statuses = tally.statuses
    return AnnotationSummary(
        source=str(table.path),
        target=str(target),
        columns=tuple(table.columns[index] for index in picked.indices),
        data_version=data_version(),
        rows=tally.rows,
        resolved=statuses["resolved"],
        ambiguous=statuses["ambiguous"],
        conflicting=statuses["conflict"],
        unresolved=statuses["unresolved"],
        errors=statuses["error"],
        blank=statuses[None],
        flagged=tally.flagged,
        in_zones=tally.in_zones,
        zones=tally.zones,
        provinces=tally.provinces(),
        unresolved_texts=tally.texts("unresolved"),
        ambiguous_texts=tally.texts("ambiguous"),
        conflicting_texts=tally.texts("conflict"),
        flagged_texts=tally.texts("flagged"),
        texts_exact=tally.exact,
        notes=tuple(table.notes),
        seconds=round(seconds, 3),
    )
