"""Which file is of which format, by the end of its name, and how each is opened."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from coedu_zones.files.delimited import TAB_SUFFIXES, DelimitedSink, DelimitedSource
from coedu_zones.files.errors import table_error
from coedu_zones.files.jsonlines import JsonLinesSink, JsonLinesSource
from coedu_zones.files.model import Options, Sink, Source, unique_names
from coedu_zones.files.parquet import ParquetSink, ParquetSource
from coedu_zones.files.sheet import SheetSource
from coedu_zones.files.sheet_out import SheetSink
from coedu_zones.files.textfile import COMPLETE, Encoding, wanted_output
from coedu_zones.messages import say, word

_DELIMITED: Final = TAB_SUFFIXES | {".csv", ".txt"}
_JSON: Final = frozenset({".jsonl", ".ndjson"})
_PARQUET: Final = frozenset({".parquet", ".pq"})
_SHEET: Final = frozenset({".xlsx", ".xlsm"})
_WAYS: Final = {
    ".xls": "open it in a spreadsheet program and save it as .xlsx, or pandas.read_excel(…, engine='calamine') reads it",
    ".xlsb": "save it as .xlsx",
    ".xltx": "save it as .xlsx",
    ".et": "save it as .xlsx",
    ".ods": "save it as .xlsx",
    ".numbers": "export it as .xlsx or .csv",
    ".dta": "export it as .csv or .xlsx, or pandas.read_stata(…).to_parquet(…) keeps its types",
    ".sav": "export it as .csv or .xlsx, or pandas.read_spss(…).to_parquet(…) keeps its types",
    ".sas7bdat": "export it as .csv, or pandas.read_sas(…).to_parquet(…) keeps its types",
    ".json": "write one object per line and call it .jsonl",
    ".doc": "copy the table to a workbook",
    ".docx": "copy the table to a workbook",
    ".pdf": "copy the table to a workbook",
    ".gz": "unpack it",
    ".zip": "unpack it",
    ".7z": "unpack it",
    ".rar": "unpack it",
}


def check_suffix(path: Path, *, writing: bool) -> str:
    """The end of a file's name, in small letters, if a format goes with it.

    Raises:
        TableError: none does.

    """
    suffix = path.suffix.lower()
    known = _DELIMITED | _JSON | _PARQUET | (_SHEET - {".xlsm"} if writing else _SHEET)
    if path.is_dir():
        raise table_error("{path} is a folder; name a file in it", path=path)
    if suffix not in known:
        if writing:
            raise table_error(
                "{path} cannot be written: its name must end in .csv, .tsv, .txt, .jsonl, .parquet or .xlsx", path=path
            )
        way = f"{say('; ')}{word(_WAYS[suffix])}" if suffix in _WAYS else ""
        raise table_error(
            "{path} cannot be read: its name must end in .csv, .tsv, .txt, .jsonl, .parquet or .xlsx{way}",
            path=path,
            way=way,
        )
    return suffix


def open_source(path: Path, options: Options) -> Source:
    """A table for reading, read through once and checked.

    Raises:
        TableError: it cannot be read.
        MissingBackendError: its format needs a library that is not installed.
        OSError: the file does not exist or may not be read.

    """
    suffix = check_suffix(path, writing=False)
    if suffix in _JSON:
        return JsonLinesSource(path, options)
    if suffix in _PARQUET:
        return ParquetSource(path)
    return SheetSource(path, options) if suffix in _SHEET else DelimitedSource(path, options)


def open_sink(path: Path, target: Path, source: Source, options: Options, added: dict[str, str]) -> Sink:
    """A sink in the format of ``target`` that writes to ``path``; ``added`` tells the types of the added columns."""
    suffix = check_suffix(target, writing=True)
    columns: Sequence[str] = source.columns
    if suffix in _JSON | _PARQUET and not isinstance(source, ParquetSource):
        columns, renamed = unique_names(columns)
        if renamed:
            source.notes.append(say("columns renamed, as names must be unique: {names}", names=say("; ").join(renamed)))
    if suffix in _PARQUET:
        return ParquetSink(path, source, columns, added)
    if suffix in _SHEET:
        return SheetSink(path, [*columns, *added], source, guard=options.guard)
    encoding = _output_encoding(suffix, source, options)
    file = encoding.create(path)
    if suffix in _JSON:
        return JsonLinesSink(file, columns)
    delimiter, line_end = _dialect(suffix, source)
    return DelimitedSink(file, [*columns, *added], delimiter=delimiter, line_end=line_end, guard=options.guard)


def _output_encoding(suffix: str, source: Source, options: Options) -> Encoding:
    """Delimited text keeps its encoding; else UTF-8, for spreadsheets with a byte order mark."""
    if options.output_encoding is not None:
        wanted = wanted_output(options.output_encoding)
        return wanted._replace(errors="strict" if wanted.name in COMPLETE else "replace")
    if suffix in _JSON:
        return Encoding("utf-8", bom=False)
    if isinstance(source, DelimitedSource) and source.encoding.name in COMPLETE:
        return source.encoding
    return Encoding("utf-8", bom=True)


def settle_bad_bytes(source: Source, target: Path, options: Options) -> None:
    """Let bad bytes pass through only where the output can hold them; elsewhere they are replaced."""
    if isinstance(source, DelimitedSource | JsonLinesSource) and source.encoding.errors == "surrogateescape":
        suffix = target.suffix.lower()
        same = suffix in _DELIMITED and _output_encoding(suffix, source, options) == source.encoding
        if not same:
            source.encoding = source.encoding._replace(errors="replace")
        encoding = source.encoding.name
        source.notes.append(
            say("some bytes are not {encoding}; they were kept as they are", encoding=encoding)
            if same
            else say("some bytes are not {encoding}; they were replaced by \ufffd", encoding=encoding)
        )


def _dialect(suffix: str, source: Source) -> tuple[str, str]:
    delimited = source if isinstance(source, DelimitedSource) else None
    line_end = delimited.line_end if delimited else "\r\n" if suffix == ".csv" else "\n"
    if suffix in TAB_SUFFIXES:
        return "\t", line_end
    if delimited and delimited.path.suffix.lower() not in TAB_SUFFIXES:
        return delimited.delimiter, line_end
    return ("," if suffix == ".csv" else "\t"), line_end
