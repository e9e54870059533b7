"""CSV, TSV and other delimited text: every value is text and stays it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import dropwhile, islice
from pathlib import Path
from typing import IO, Any, Final

from coedu_zones.files.cells import MAY_RUN, as_written, guard
from coedu_zones.files.errors import TableError, count, table_error
from coedu_zones.files.layout import HEAD_ROWS, Below, are_names, find_layout
from coedu_zones.files.limits import MAX_COLUMNS, MAX_ROW, check_columns, check_hollow, rows_at_once
from coedu_zones.files.model import CHUNK_ROWS, Added, Chunk, Options, Source, packed
from coedu_zones.files.textfile import TextSink, detect
from coedu_zones.messages import say

_DELIMITERS: Final = ",\t;|"
_SAMPLE: Final = 1 << 16
TAB_SUFFIXES: Final = frozenset({".tsv", ".tab"})


class _Lines:
    """The lines of a file, counted, so that a record can say where it began and whether the file cut it off."""

    def __init__(self, file: IO[str], path: Path) -> None:
        self._read = file.readline
        self._path = path
        self.number = 0
        self.exhausted = False
        self.held = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._read(MAX_ROW)
        if not line:
            self.exhausted = True
            raise StopIteration
        self.number += 1
        self.held += len(line)
        if self.held >= MAX_ROW:
            raise table_error(
                "{path}: the row that reaches line {number} has more than {max_row:,} characters, the "
                "most that is read; it may be no table, or have another encoding=, or say quotes=False",
                path=self._path,
                number=self.number,
                max_row=MAX_ROW,
            )
        return line


class DelimitedSource(Source):
    """A delimited text file, parsed once for its width, its rows and its errors."""

    def __init__(self, path: Path, options: Options) -> None:
        super().__init__(path, headed=True)
        self.options = options
        self.encoding = detect(path, options.encoding)
        with self.encoding.open(path) as file:
            sample = file.read(_SAMPLE)
        if not sample:
            raise table_error("{path} is empty: it has no header and no rows", path=path)
        self.delimiter = _delimiter(path, options, sample)
        self.line_end = _line_end(sample)
        self._scan()

    def records(self, above: int = 0, *, check: bool = False) -> Iterator[list[str]]:
        """Every record, as it stands, but for the first ``above``.

        Raises:
            TableError: a quoted cell is never closed, or a cell is too long.

        """
        quoting: Any = csv.QUOTE_MINIMAL if self.options.quotes else csv.QUOTE_NONE
        with self.encoding.open(self.path) as file:
            lines = _Lines(file, self.path)
            reader = csv.reader(lines, delimiter=self.delimiter, quoting=quoting)
            start = 1
            try:
                for number, record in enumerate(reader):
                    if check and lines.exhausted:
                        raise self._unclosed(start)
                    if number >= above:
                        yield record
                    start = lines.number + 1
                    lines.held = 0
            except csv.Error as error:
                longer = say(
                    ", or holds one of more than {number:,} characters (csv.field_size_limit)",
                    number=csv.field_size_limit(),
                )
                raise self._unclosed(start, longer) from error

    def _unclosed(self, line: int, why: str = "") -> TableError:
        return table_error(
            '{path}: the row at line {line} opens a cell with " that is never closed{why}. Close it, or say '
            "quotes=False to read quotation marks as plain characters",
            path=self.path,
            line=line,
            why=why,
        )

    def _scan(self) -> None:
        widths: Counter[int] = Counter()
        head: list[list[str]] = []
        skip = self.options.skip or 0
        cells = 0
        self._below = Below()
        for number, record in enumerate(self.records(check=True), 1):
            if number <= skip:
                continue
            if len(head) < HEAD_ROWS:
                head.append(record)
            widths[len(record)] += 1
            cells += len(record)
            if len(record) > MAX_COLUMNS:
                check_columns(self.path, len(record))
            if record:
                self._below.add(number, record)
        layout = find_layout(head, self.options)
        self.above = layout.rows_above
        self._below.begin(self.above)
        names_at = layout.above - skip
        for record in head[:names_at]:
            widths[len(record)] -= 1
        width = max(+widths, default=0)
        if not width:
            left = (
                say("below the {rows} that skip= leaves out", rows=count(skip, "row"))
                if skip
                else say("it has lines, and nothing on them")
            )
            raise table_error("{path} is empty: {left}", path=self.path, left=left)
        self.headed = layout.depth > 0
        self.rows = max(0, widths.total() - layout.depth)
        self.columns = layout.columns(width)
        check_hollow(self.path, width, self.rows, cells)
        self.notes += layout.notes()
        for record in head[names_at : names_at + layout.depth]:
            widths[len(record)] -= 1
        self._note_ragged(widths, len(layout.names) or width, width)
        self.notes += self._below.notes()

    def _note_ragged(self, widths: Counter[int], usual: int, width: int) -> None:
        longer = sum(rows for size, rows in widths.items() if size > usual)
        shorter = sum(rows for size, rows in widths.items() if size < usual)
        if longer:
            rows, columns = count(longer, "row"), count(width - usual, "column")
            self.notes.append(say("{rows} had more cells than the header: {columns} added", rows=rows, columns=columns))
        if shorter:
            rows = count(shorter, "row")
            self.notes.append(say("{rows} had fewer cells than the others and were filled up with empty", rows=rows))

    def chunks(self, size: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """The rows, each filled up to the width of the table."""
        width = len(self.columns)
        number = self.above
        for rows in packed(self.records(self.above), rows_at_once(size, width), lambda row: sum(map(len, row))):
            aside = frozenset(at for at, row in enumerate(rows) if self._below.has(number + at + 1, row))
            number += len(rows)
            for row in rows:
                row.extend([""] * (width - len(row)))
            yield Chunk(rows, aside=aside)


def _delimiter(path: Path, options: Options, sample: str) -> str:
    if options.delimiter is not None:
        delimiter = {"tab": "\t", "\\t": "\t"}.get(options.delimiter, options.delimiter)
        if len(delimiter) != 1 or delimiter in '"\r\n\0' or "\ud800" <= delimiter <= "\udfff":
            raise table_error(
                "the delimiter is one character such as , or ; or tab, not {delimiter!r}",
                delimiter=options.delimiter[:40],
            )
        return delimiter
    if path.suffix.lower() in TAB_SUFFIXES:
        return "\t"
    below = "".join(list(StringIO(sample, newline=""))[options.skip or 0 :])
    return sniff_delimiter(below, complete=len(sample) < _SAMPLE)


def sniff_delimiter(sample: str, *, complete: bool = True) -> str:
    r"""The delimiter that cuts the first records into the most regular rows; a comma when none does.

    >>> sniff_delimiter("省;市\n江西,赣;新余\n")
    ';'
    """
    lines = list(StringIO(sample, newline=""))
    if not complete and len(lines) > 1:
        lines = lines[:-1]
    best = (0.0, 0, ",")
    for order, delimiter in enumerate(_DELIMITERS):
        try:
            records = [r for r in islice(csv.reader(lines, delimiter=delimiter), 100) if r]
        except csv.Error:
            continue
        # a delimiter that the first record lacks is a character of the cells, if that record is no title
        if not records or (len(records[0]) < 2 and not _titled(records)):
            continue
        widths = Counter(map(len, records))
        width, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
        if width > 1:
            best = max(best, (round(rows / widths.total(), 1), -order, delimiter))
    return best[2]


def _titled(records: list[list[str]]) -> bool:
    """Whether one or a few cells alone stand above names, and rows that are all as wide."""
    below = list(dropwhile(lambda record: len(record) < 2, records))
    narrow = len(records) - len(below)
    return len(below) > 1 and narrow <= 3 and len({len(record) for record in below}) == 1 and are_names(below[0])


def _line_end(sample: str) -> str:
    end = sample.find("\n")
    if end < 0:
        return "\r" if "\r" in sample else "\n"
    return "\r\n" if sample[end - 1 : end] == "\r" else "\n"


class _LineEnds:
    """Gives lines another end than CRLF, which ``csv`` must be left to write so that it quotes every CR and LF."""

    def __init__(self, file: IO[str], end: str) -> None:
        self._write = file.write
        self._end = end

    def write(self, line: str) -> int:
        """Write one record."""
        return self._write(line[:-2] + self._end)


class DelimitedSink(TextSink):
    """Writes delimited text; missing values are empty cells, zones are joined by ``;``."""

    def __init__(self, file: IO[str], columns: Sequence[str], *, delimiter: str, line_end: str, guard: bool) -> None:
        super().__init__(file)
        self._guard = guard
        out = file if line_end == "\r\n" else _LineEnds(file, line_end)
        self._writer: Any = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
        self._writer.writerow(self._safe(columns))

    def _safe(self, values: Sequence[object]) -> list[str]:
        texts = [value if type(value) is str else as_written(value) for value in values]
        return [guard(text) if text[:1] in MAY_RUN else text for text in texts] if self._guard else texts

    def write(self, chunk: Chunk, added: Added) -> None:
        """Write some rows with what was added to them."""
        extra = zip(*(self._safe(flat_column(values)) for values in added.values()), strict=True)
        self._writer.writerows([*self._safe(row), *more] for row, more in zip(chunk.rows, extra, strict=True))


def flat_column(values: Sequence[Any]) -> list[Any]:
    """Added values for text: the zones ``[26, 27]`` are ``26;27``, a score ``100`` and not ``100.0``."""
    kinds = set(map(type, values))
    if kinds & {list, tuple}:
        return [";".join(map(str, value)) if value else "" for value in values]
    if float in kinds:
        return [f"{value:g}" if isinstance(value, float) else value for value in values]
    return list(values)
