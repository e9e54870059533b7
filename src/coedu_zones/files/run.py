"""Annotate a table: read, resolve, write, count."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from coedu_zones.answers import column_names, kind_of
from coedu_zones.files.columns import Picked, pick
from coedu_zones.files.errors import TableError, name_of, quoted
from coedu_zones.files.formats import check_suffix, open_sink, open_source, settle_bad_bytes
from coedu_zones.files.model import Options, PathLike, Sink, Source
from coedu_zones.files.outfile import OutFile, check_target
from coedu_zones.files.report import report_html
from coedu_zones.files.summary import AnnotationSummary
from coedu_zones.files.tally import Tally
from coedu_zones.frames.columns import ColumnResolver
from coedu_zones.in_terms import TermsOf
from coedu_zones.inputs import options_named
from coedu_zones.lookup.divisions import data_version
from coedu_zones.messages import in_language, say
from coedu_zones.places.models import Level
from coedu_zones.resolver import Normalizer, PlaceLike

_KINDS: Final = {
    "number": "float64",
    "truth": "bool_",
    "numbers": "numbers",
    "texts": "texts",
    "candidates": "texts",
    "text": "string",
}
_Summary = TypeVar("_Summary")
_Summary_co = TypeVar("_Summary_co", covariant=True)
_STEP: Final = 1_024  # rows after which progress is reported: a browser takes seconds for them
#: Called with the rows done and the rows of the table.
Progress = Callable[[int, int], None]


@options_named
def annotate(
    source: PathLike,
    target: PathLike | None = None,
    *,
    column: str | int | None = None,
    province: str | int | None = None,
    prefecture: str | int | None = None,
    county: str | int | None = None,
    within: PlaceLike | None = None,
    level: Level | str | None = None,
    as_of: int | date | None = None,
    split: str | None = None,
    terms_of: TermsOf = None,
    candidates: bool = False,
    fields: Iterable[str] | None = None,
    normalizer: Normalizer | None = None,
    prefix: str | None = None,
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
    lang: str | None = None,
) -> AnnotationSummary:
    """Add to every row of a table what its place means; no row is lost or moved.

    The end of a file's name tells its format: ``.csv``, ``.tsv``, ``.txt``,
    ``.jsonl``, ``.parquet`` or ``.xlsx``. The new columns come after the old ones:
    ``place_status``, ``place_code`` and so on for each of the fields of
    :data:`FIELDS`, or for those that are asked for.

    Args:
        source: the file to read. It is never written.
        target: the file to write, ``NAME.places.SUFFIX`` beside the source by default.
        column: the column that holds the place, by name or by position from 1. Without
            any column it is the only one whose cells read as places.
        province: the column of the province, joined with those that follow.
        prefecture: the column of the prefecture.
        county: the column of the county. ``column`` comes last, as the rest of an address.
        within: keep only places inside this one (a name, a code, a division, an area, a zone or a resolution).
        level: keep only places of this level.
        as_of: the year, or the date, that the table comes from.
        split: ``"main"`` takes the main successor of a former division that was split.
        terms_of: the year in whose terms the place is given, or several years; as in
            ``resolve_columns``.
        candidates: add the candidates of each row.
        fields: which fields, as in ``resolve_columns``.
        normalizer: your own aliases or settings instead of the default.
        prefix: what the names of the new columns begin with; ``place_`` by default, with ``lang="zh"`` ``地名_``.
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
        report: also write one HTML page with the figures, the zones and their rows, and what needs a look.
        progress: called now and then with the rows done and all rows.
        lang: the language of the names of the new columns, of evidence and of notes: ``zh`` or ``en``. By default
            the names are English, the rest is in the language that is set. Statuses and other words in cells stay.

    Returns:
        The figures. The files are in their place, whole, when it returns; after an
        error there is none.

    Raises:
        TableError: the source cannot be read, the columns cannot be determined, or the
            target may not be written.
        MissingBackendError: Parquet needs pyarrow, XLSX needs openpyxl.
        AmbiguousNameError: ``within`` may mean several places.
        UnresolvedNameError: ``within`` names no place.
        UnknownYearError: the tables do not hold a year.
        ValueError: an option has a value that it does not take.
        OSError: a file cannot be opened or written.

    """
    options = Options(header, encoding, output_encoding, delimiter, quotes, sheet, guard, skip)
    with in_language(lang):
        resolver = ColumnResolver(
            within=within, level=level, as_of=as_of, split=split, terms_of=terms_of, candidates=candidates, fields=fields,
            normalizer=normalizer,
        )  # fmt: skip
        work = Annotation(
            resolver, (province, prefecture, county, column), named_columns(resolver.fields, prefix, lang)
        )
        return carried_out(work, source, target, options, force=force, report=report, progress=progress)


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


class Annotation:
    """The work of ``annotate``."""

    mark = "places"

    def __init__(self, resolver: ColumnResolver, wanted: tuple[str | int | None, ...], names: dict[str, str]) -> None:
        self._resolver = resolver
        self._wanted = wanted
        self._names = names

    def begin(self, table: Source, header: bool | None) -> dict[str, str]:
        """Find the columns of the place."""
        self._picked: Picked = pick(table, self._wanted, header=header)
        self._tally = Tally(self._resolver, offset=table.offset)
        return new_columns(table, {name: _KINDS[kind_of(field)] for field, name in self._names.items()})

    def answers(self, chunk: Any) -> dict[str, list[Any]]:
        """Resolve some rows."""
        texts = self._picked.texts(chunk)
        answers = self._tally.resolver.columns(texts)
        self._tally.add(texts, answers)
        found = {name: answers[field] for field, name in self._names.items()}
        name = self._names.get("candidates")
        if name is not None:
            found[name] = [None if row is None else list(map(_candidate, row)) for row in found[name]]
        return found

    def summary(self, table: Source, target: Path, seconds: float) -> AnnotationSummary:
        """The figures of the run."""
        return _summary(table, target, self._picked, self._tally, seconds)

    def page(self, summary: AnnotationSummary) -> str:
        """The report."""
        return report_html(summary)


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
        raise TableError(say("skip={skip}: expected the number of rows above the header", skip=options.skip))
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
        raise TableError(
            say("{odd!r} holds characters that no name of a column has; say another prefix='…'", odd=odd[0])
        )
    taken = [name for name in added if name in table.columns]
    if taken:
        raise TableError(
            say(
                "{path} already has columns {taken}; say another prefix='…' for the new ones",
                path=name_of(table.path),
                taken=quoted(taken, 4),
            )
        )
    return added


def _candidate(candidate: dict[str, Any]) -> str:
    code = f" ({candidate['code']})" if candidate["code"] else ""
    return f"{candidate['path']}{code} {candidate['score']:g}"


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


def _summary(table: Source, target: Path, picked: Picked, tally: Tally, seconds: float) -> AnnotationSummary:
    statuses, coverages = tally.statuses, tally.coverages
    zones = tally.zones()
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
        in_zones=coverages["equal"] + coverages["inside"],
        in_part=coverages["part"],
        holding=coverages["holds"],
        outside=coverages["none"],
        not_known=coverages["unknown"],
        zones=tuple(zone.number for zone in zones),
        zone_counts=zones,
        provinces=tally.provinces(),
        unresolved_texts=tally.texts("unresolved"),
        ambiguous_texts=tally.texts("ambiguous"),
        conflicting_texts=tally.texts("conflict"),
        flagged_texts=tally.texts("flagged"),
        texts_exact=tally.exact,
        notes=tuple(table.notes),
        seconds=seconds,
    )
