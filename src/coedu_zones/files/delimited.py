"""CSV, TSV and other delimited text: every value is text and stays it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from coedu_zones.files.cells import MAY_RUN, as_written, guard
from coedu_zones.files.errors import TableError, count, left_out, name_of
from coedu_zones.files.model import CHUNK_ROWS, Added, Chunk, Options, Source, packed
from coedu_zones.files.textfile import Encoding, detect

_DELIMITERS: Final = ",\t;|"
_SAMPLE: Final = 1 << 16
TAB_SUFFIXES: Final = frozenset({".tsv", ".tab"})


class _Lines:
    """The lines of a file, counted, so that a record can say where it began and whether the file cut it off."""

    def __init__(self, file: Iterable[str]) -> None:
        self._lines = iter(file)
        self.number = 0
        self.exhausted = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        try:
            line = next(self._lines)
        except StopIteration:
            self.exhausted = True
            raise
        self.number += 1
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
            raise TableError(f"{name_of(path)} is empty: it has no header and no rows")
        self.delimiter = _delimiter(path, options, sample)
        self.line_end = _line_end(sample)
        self._scan()

    def records(self, *, check: bool = False) -> Iterator[list[str]]:
        """Every record from the header on, as it stands.

        Raises:
            TableError: a quoted cell is never closed, or a cell is too long.

        """
        quoting: Any = csv.QUOTE_MINIMAL if self.options.quotes else csv.QUOTE_NONE
        with self.encoding.open(self.path) as file:
            lines = _Lines(file)
            reader = csv.reader(lines, delimiter=self.delimiter, quoting=quoting)
            start = 1
            try:
                for number, record in enumerate(reader):
                    if check and lines.exhausted:
                        raise self._unclosed(start)
                    if number >= self.options.skip:
                        yield record
                    start = lines.number + 1
            except csv.Error as error:
                longer = f", or holds one of more than {csv.field_size_limit():,} characters (csv.field_size_limit)"
                raise self._unclosed(start, longer) from error

    def _unclosed(self, line: int, why: str = "") -> TableError:
        return TableError(
            f'{name_of(self.path)}: the row at line {line} opens a cell with " that is never closed{why}. '
            "Close it, or say quotes=False to read quotation marks as plain characters"
        )

    def _scan(self) -> None:
        widths: Counter[int] = Counter()
        first: list[str] = []
        for number, record in enumerate(self.records(check=True)):
            if number == 0:
                first = record
            widths[len(record)] += 1
        headless = self.options.header is False
        self.rows = widths.total() - (0 if headless else 1)
        width = max(widths, default=0)
        if not width:
            raise TableError(f"{name_of(self.path)} is empty: it has lines, and nothing on them")
        names = [] if headless else first
        self.columns = [*names, *(f"column_{n}" for n in range(len(names) + 1, width + 1))]
        self.notes += left_out(self.options.skip)
        self._note_ragged(widths, len(first), width)

    def _note_ragged(self, widths: Counter[int], first: int, width: int) -> None:
        usual = width if self.options.header is False else first
        longer = sum(rows for size, rows in widths.items() if size > usual)
        shorter = sum(rows for size, rows in widths.items() if size < usual)
        if longer:
            named = "column" if width - usual == 1 else "columns"
            self.notes.append(f"{count(longer, 'row')} had more cells than the header: {width - usual} {named} added")
        if shorter:
            self.notes.append(f"{count(shorter, 'row')} had fewer cells than the others and were filled up with empty")

    def chunks(self, size: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """The rows, each filled up to the width of the table."""
        records = self.records()
        if self.options.header is not False:
            next(records, None)
        width = len(self.columns)
        for rows in packed(records, size, lambda row: sum(map(len, row))):
            for row in rows:
                row.extend([""] * (width - len(row)))
            yield Chunk(rows)


def _delimiter(path: Path, options: Options, sample: str) -> str:
    if options.delimiter is not None:
        said = {"tab": "\t", "\\t": "\t"}.get(options.delimiter, options.delimiter)
        if len(said) != 1 or said in '"\r\n':
            raise TableError(f"the delimiter is one character such as , or ; or tab, not {options.delimiter!r}")
        return said
    if path.suffix.lower() in TAB_SUFFIXES:
        return "\t"
    below = "".join(list(StringIO(sample, newline=""))[options.skip :])
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
        # a delimiter that the first record lacks is a character of the cells
        if not records or len(records[0]) < 2:
            continue
        widths = Counter(map(len, records))
        width, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
        if width > 1:
            best = max(best, (round(rows / widths.total(), 1), -order, delimiter))
    return best[2]


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


class DelimitedSink:
    """Writes delimited text; missing values are empty cells, zones are joined by ``;``."""

    def __init__(self, file: IO[str], columns: Sequence[str], *, delimiter: str, line_end: str, guard: bool) -> None:
        self._file = file
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

    def close(self) -> None:
        """Finish the file."""
        self._file.close()

    def abandon(self) -> None:
        """Let go of the file without finishing it."""
        self._file.close()


def flat_column(values: Sequence[Any]) -> list[Any]:
    """Added values for text: the zones ``[26, 27]`` are ``26;27``, a score ``100`` and not ``100.0``."""
    kinds = set(map(type, values))
    if kinds & {list, tuple}:
        return [";".join(map(str, value)) if value else "" for value in values]
    if float in kinds:
        return [f"{value:g}" if isinstance(value, float) else value for value in values]
    return list(values)


def text_file(path: Path, encoding: Encoding) -> IO[str]:
    """A new text file for writing, its byte order mark written."""
    file = path.open("w", encoding=encoding.name, errors=encoding.errors, newline="")
    if encoding.bom:
        file.write("\ufeff")
    return file
