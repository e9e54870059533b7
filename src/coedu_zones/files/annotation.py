"""Annotate a table: read, resolve, write, count."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from coedu_zones.files.columns import Picked, pick
from coedu_zones.files.model import Options, PathLike, Source
from coedu_zones.files.report import report_html
from coedu_zones.files.run import Progress, carried_out, named_columns, new_columns
from coedu_zones.files.summary import AnnotationSummary
from coedu_zones.files.tally import Tally, candidate_text
from coedu_zones.frames.columns import ColumnResolver
from coedu_zones.lookup.divisions import data_version
from coedu_zones.messages import in_language
from coedu_zones.parse.in_terms import TermsOf
from coedu_zones.places.inputs import options_named
from coedu_zones.places.models import Level
from coedu_zones.resolution import Resolutions
from coedu_zones.resolution.answers import kind_of
from coedu_zones.resolver import Normalizer, PlaceLike, resolve_many
from coedu_zones.zone_lists.lists import ZoneList
from coedu_zones.zone_table.rows import Listed, of_notice

_KINDS: Final = {
    "number": "float64",
    "truth": "bool_",
    "numbers": "numbers",
    "texts": "texts",
    "candidates": "texts",
    "text": "string",
}


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
    zones: ZoneList | None = None,
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
        level: keep only places of this level; with ``"township"``, only texts that name a township.
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
        zones: your own list of zones, which the fields ``zones``, ``zone_names`` and ``coverage``, the figures and
            the report are about; the 97 of the notice by default.

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
    asked: dict[str, Any] = {
        "within": within, "level": level, "as_of": as_of, "split": split, "terms_of": terms_of, "normalizer": normalizer,
    }  # fmt: skip
    with in_language(lang):
        resolver = ColumnResolver(**asked, candidates=candidates, fields=fields)
        names = named_columns(resolver.fields, prefix, lang)
        work = Annotation(resolver, (province, prefecture, county, column), names)
        if zones is not None:
            work.ask_about(zones, partial(resolve_many, **asked))
        return carried_out(work, source, target, options, force=force, report=report, progress=progress)


class Annotation:
    """The work of ``annotate``."""

    mark = "places"

    def __init__(self, resolver: ColumnResolver, wanted: tuple[str | int | None, ...], names: dict[str, str]) -> None:
        self._resolver = resolver
        self._wanted = wanted
        self._names = names
        self._listed: Listed = of_notice()
        self._resolve: Callable[[list[str]], Resolutions] | None = None

    def ask_about(self, listed: Listed, resolve: Callable[[list[str]], Resolutions]) -> None:
        """Tell of the zones of a list of one's own; ``resolve`` reads texts as the columns are read."""
        self._listed, self._resolve = listed, resolve

    def begin(self, table: Source, header: bool | None) -> dict[str, str]:
        """Find the columns of the place."""
        self._picked: Picked = pick(table, self._wanted, header=header)
        self._tally = Tally(self._resolver, self._listed, offset=table.offset)
        return new_columns(table, {name: _KINDS[kind_of(field)] for field, name in self._names.items()})

    def answers(self, chunk: Any) -> dict[str, list[Any]]:
        """Resolve some rows."""
        texts = self._picked.texts(chunk)
        answers = self._tally.resolver.columns(texts)
        if self._resolve is not None:
            self._cover(texts, answers)
        self._tally.add(texts, answers)
        found = {name: answers[field] for field, name in self._names.items()}
        name = self._names.get("candidates")
        if name is not None:
            found[name] = [
                None if row is None else [f"{candidate_text(one)} {one['score']:g}" for one in row]
                for row in found[name]
            ]
        return found

    def _cover(self, texts: list[str | None], answers: dict[str, list[Any]]) -> None:
        """Put the coverage by a list of one's own in the place of that by the notice."""
        read = {
            text: None for text, status in zip(texts, answers["status"], strict=True)
            if text is not None and status not in {None, "error"}
        }  # fmt: skip
        asked = list(read)
        found = self._resolve(asked) if self._resolve is not None else ()
        extents = {text: one.answer(self._listed).extent for text, one in zip(asked, found, strict=True)}
        for row, text in enumerate(texts):
            if text in extents:
                extent = extents[text]
                for field in ("zones", "zone_names", "coverage"):
                    if field in answers:
                        answers[field][row] = getattr(extent, field)

    def summary(self, table: Source, target: Path, seconds: float) -> AnnotationSummary:
        """The figures of the run."""
        return _summary(table, target, self._picked, self._tally, seconds)

    def page(self, summary: AnnotationSummary) -> str:
        """The report."""
        return report_html(summary)


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
        zones_listed=tally.listed,
        provinces=tally.provinces(),
        unresolved_texts=tally.texts("unresolved"),
        ambiguous_texts=tally.texts("ambiguous"),
        conflicting_texts=tally.texts("conflict"),
        flagged_texts=tally.texts("flagged"),
        texts_exact=tally.exact,
        notes=tuple(table.notes),
        seconds=seconds,
    )
