"""Convert a column of codes in a table: the files of ``annotate``, the work of ``convert``."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from html import escape
from pathlib import Path
from typing import Any, Final

from coedu_zones.files.cells import as_text
from coedu_zones.files.columns import index_of
from coedu_zones.files.errors import quoted, table_error
from coedu_zones.files.model import Chunk, Options, PathLike, Source
from coedu_zones.files.report import both, page_html, table_html
from coedu_zones.files.run import Progress, carried_out, named_columns, new_columns
from coedu_zones.files.summary import ConversionSummary, TextCount
from coedu_zones.files.tally import SHOWN, TextCounter
from coedu_zones.frames.conversion import ColumnConverter
from coedu_zones.lookup.divisions import data_version
from coedu_zones.messages import in_language, say
from coedu_zones.places.inputs import number_as_code, options_named

#: The column of codes that ``annotate`` writes.
ANNOTATED: Final = ("place_code", "地名_代码")
_SAMPLE: Final = 2_000
_MOSTLY: Final = 0.8


@options_named
def convert_file(
    source: PathLike,
    target: PathLike | None = None,
    *,
    column: str | int | None = None,
    from_year: int,
    to_year: int,
    edition: str | None = None,
    prefix: str = "",
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
) -> ConversionSummary:
    """Add to every row of a table the code of another year; formats and files are those of :func:`annotate`.

    The new columns are ``code_2024`` (for ``to_year=2024``), ``outcome`` and ``targets``, as
    ``convert_columns`` gives them.

    Args:
        source: the file to read. It is never written.
        target: the file to write, ``NAME.codes.SUFFIX`` beside the source by default.
        column: the column that holds the codes, by name or by position from 1; by default
            ``place_code``, which ``annotate`` writes, else the only column of six-digit codes.
        from_year: the year, at whose end the codes were in force.
        to_year: the year whose codes are wanted.
        edition: whose codes these are, where published lists disagree (``gb``, ``mca``, ``nbs``).
        prefix: what the names of the new columns begin with.
        header: whether the first row holds the names.
        encoding: of a text source; found from its bytes by default.
        output_encoding: of a text target; by default that of the source, else UTF-8.
        delimiter: of a ``.csv`` or ``.txt`` source; found from its first rows by default.
        quotes: whether ``"`` encloses cells of delimited text.
        sheet: the sheet of a workbook that has several.
        guard: write texts that a spreadsheet would run as formulas so that it does not.
        skip: how many rows stand above the header; found by default.
        force: replace an existing target or report.
        report: also write one HTML page with the figures and the codes that need a look.
        progress: called now and then with the rows done and all rows.
        lang: the language of the names of the new columns and of notes, as for ``annotate``.

    Returns:
        The figures.

    Raises:
        TableError: the source cannot be read, the column cannot be determined, or the target may not be written.
        UnknownYearError: the tables do not hold one of the years.
        ValueError: ``edition`` is none.
        MissingBackendError: Parquet needs pyarrow, XLSX needs openpyxl.
        OSError: a file cannot be opened or written.

    """
    options = Options(header, encoding, output_encoding, delimiter, quotes, sheet, guard, skip)
    with in_language(lang):
        converter = ColumnConverter(from_year=from_year, to_year=to_year, edition=edition)
        work = CodeColumn(converter, column, list(named_columns(converter.names, prefix, lang).values()))
        return carried_out(work, source, target, options, force=force, report=report, progress=progress)


class CodeColumn:
    """The work of ``convert_file``."""

    mark = "codes"

    def __init__(self, converter: ColumnConverter, column: str | int | None, names: list[str]) -> None:
        self._converter = converter
        self._column = column
        self._names = names
        self._rows = 0
        self._outcomes: Counter[str | None] = Counter()
        self._looks = {
            outcome: TextCounter() for outcome in ("unknown", "split", "ambiguous", "gone", "no_division", "main")
        }
        self._index = 0
        self._offset = 0

    def begin(self, table: Source, header: bool | None) -> dict[str, str]:
        """Find the column of the codes."""
        self._offset = table.offset
        del header  # a column of codes is recognised by its name, or by its cells
        self._index = _code_column(table) if self._column is None else index_of(table, self._column)
        return new_columns(table, dict.fromkeys(self._names, "string"))

    def answers(self, chunk: Chunk) -> dict[str, list[Any]]:
        """Convert some rows."""
        codes = [as_text(value) for value in chunk.column(self._index)]
        rows = self._converter.rows(codes)
        for number, (code, row) in enumerate(zip(codes, rows, strict=True), self._rows + 1 + self._offset):
            counter = self._looks.get(row[1] or "")
            if counter is not None and code is not None:
                counter.add(code, number)
        self._outcomes.update(row[1] for row in rows)
        self._rows += len(rows)
        return {name: [row[at] for row in rows] for at, name in enumerate(self._names)}

    def summary(self, table: Source, target: Path, seconds: float) -> ConversionSummary:
        """The figures of the run."""
        return ConversionSummary(
            source=str(table.path), target=str(target), column=table.columns[self._index], data_version=data_version(),
            from_year=self._converter.from_year, to_year=self._converter.to_year, rows=self._rows,
            blank=self._outcomes[None], outcomes={str(k): n for k, n in sorted(self._outcomes.items(), key=str) if k is not None},
            looks={outcome: self._texts(outcome) for outcome, counter in self._looks.items() if counter.top(1)},
            notes=tuple(table.notes), seconds=seconds,
        )  # fmt: skip

    def _texts(self, outcome: str) -> tuple[TextCount, ...]:
        ranked = self._looks[outcome].top(SHOWN)
        targets = self._converter.rows([code for code, _, _ in ranked])
        return tuple(
            TextCount(text=code, rows=rows, first_row=first, candidates=tuple((row[2] or "").split()))
            for (code, rows, first), row in zip(ranked, targets, strict=True)
        )

    def page(self, summary: ConversionSummary) -> str:
        """The report."""
        figures = table_html(
            ("outcome 结果", "rows 行数"),
            [(both(name), f"{n:,}") for name, n in (*summary.outcomes.items(), ("blank", summary.blank))],
            {1},
        )
        looks = "\n".join(
            f"<h2>{escape(both(outcome))}</h2>\n" + table_html(
                ("code 代码", "rows 行数", "first row 首次出现", "targets 去向"),
                [(t.text, f"{t.rows:,}", f"{t.first_row:,}", ", ".join(t.candidates) or "–") for t in texts], {1, 2},
            )
            for outcome, texts in summary.looks.items()
        )  # fmt: skip
        lead = f"<p>{summary.from_year} → {summary.to_year} · column 代码列: {escape(summary.column)} · data version 数据版本 {escape(summary.data_version)}</p>"
        return page_html(summary.source, f"{lead}\n{figures}\n{looks}")


def _code_column(table: Source) -> int:
    """The column that ``annotate`` wrote, or the only one whose cells are codes of counties or above."""
    for name in ANNOTATED:
        if table.columns.count(name) == 1:
            return table.columns.index(name)
    sample = next(table.chunks(_SAMPLE), Chunk([]))
    found = [index for index in range(len(table.columns)) if len(sample) and _holds_codes(list(sample.column(index)))]
    if len(found) == 1:
        return found[0]
    near = get_close_matches(ANNOTATED[0], table.columns, n=1)
    hint = say("; did you mean {near}?", near=repr(near[0])) if near else ""
    why = (
        say("has no column of six-digit codes")
        if not found
        else say("has several columns of codes: {columns}", columns=quoted([table.columns[i] for i in found]))
    )
    raise table_error(
        "{path} {why}. The columns are {columns}. Say which: column='NAME'{hint}",
        path=table.path,
        why=why,
        columns=quoted(table.columns),
        hint=hint,
    )


def _holds_codes(cells: list[object]) -> bool:
    texts = [text for text in map(as_text, cells) if text is not None]
    codes = [text for text in texts if len(text) == 6 and text.isdecimal() and number_as_code(int(text))]
    return bool(texts) and len(codes) > _MOSTLY * len(texts)
