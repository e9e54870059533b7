"""JSON Lines: one object per line, written back character for character with the new fields at its end."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from coedu_zones.files.cells import as_json, without_surrogates
from coedu_zones.files.errors import TableError, table_error
from coedu_zones.files.limits import MAX_COLUMNS, MAX_ROW, check_columns, check_hollow, rows_at_once
from coedu_zones.files.model import CHUNK_ROWS, Added, Chunk, Options, Source, kind_of, packed
from coedu_zones.files.textfile import TextSink, detect
from coedu_zones.messages import say

_DEEPEST: Final = 100
_SWELLS: Final = 12  # read JSON takes more memory than its text
_HALF: Final = re.compile(r"\\u[dD][89a-fA-F]")
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*+"')


def _nested(line: str) -> int:
    """How deep the lists and objects of a line are nested; looked at only where there are very many."""
    if line.count("[") + line.count("{") <= _DEEPEST:
        return 0
    depth = deepest = 0
    for mark in re.findall(r"[\[{\]}]", _STRING.sub("", line)):
        depth += 1 if mark in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


@dataclass
class JsonChunk(Chunk):
    """Rows with the lines that they were read from."""

    lines: list[str]


class JsonLinesSource(Source):
    """A JSON Lines file; its columns are all keys, in the order in which they first appear."""

    def __init__(self, path: Path, options: Options) -> None:
        super().__init__(path)
        self.encoding = detect(path, options.encoding)
        kinds: dict[str, set[str]] = {}
        cells = 0
        for _, record in self._records():
            self.rows += 1
            cells += len(record)
            for key, value in record.items():
                kinds.setdefault(key, set()).add(kind_of(value))
            if len(kinds) > MAX_COLUMNS:
                check_columns(path, len(kinds))
        if not self.rows:
            raise table_error("{path} is empty: it has no rows", path=path)
        self.columns = list(kinds)
        check_hollow(path, len(kinds), self.rows, cells)
        self.kinds = [seen - {"NoneType"} for seen in kinds.values()]

    def _records(self) -> Iterator[tuple[str, dict[str, Any]]]:
        with self.encoding.open(self.path) as file:
            for number, line in enumerate(iter(lambda: file.readline(MAX_ROW), ""), 1):
                if len(line) >= MAX_ROW:
                    raise table_error(
                        "{path}: line {number} has more than {max_row:,} characters, the most that is read; JSON "
                        "Lines has one object on each line",
                        path=self.path,
                        number=number,
                        max_row=MAX_ROW,
                    )
                if line.isspace():
                    continue
                yield line, self._record(number, line)

    def _record(self, number: int, line: str) -> dict[str, Any]:
        if _nested(line) > _DEEPEST:
            raise self._bad(number, say("it is nested more than {number} deep", number=_DEEPEST))
        try:
            record = json.loads(line)
        except RecursionError as error:
            raise self._bad(number, say("it is nested too deep")) from error
        except json.JSONDecodeError as error:
            raise self._bad(number, str(error)) from error
        except ValueError as error:
            raise self._bad(number, say("it holds a number of more digits than Python reads")) from error
        if not isinstance(record, dict):
            raise self._bad(number, say("it is a {kind}", kind=type(record).__name__))
        # half a character, which JSON can escape and no encoding can hold
        found: dict[str, Any] = without_surrogates(record) if _HALF.search(line) else record
        return found

    def _bad(self, number: int, why: str) -> TableError:
        return table_error(
            "{path}: line {number} is no JSON object ({why}). Each line holds one object such as {example}; "
            "repair or remove that line",
            path=self.path,
            number=number,
            why=why,
            example='{"地址": "渝水区"}',
        )

    def chunks(self, size: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """The rows, with ``None`` where a line lacks a key."""
        columns = self.columns
        for records in packed(self._records(), rows_at_once(size, len(columns)), lambda pair: len(pair[0]) * _SWELLS):
            rows = [[record.get(key) for key in columns] for _, record in records]
            yield JsonChunk(rows, [line for line, _ in records])


class JsonLinesSink(TextSink):
    """Writes JSON Lines; a line that came from JSON Lines is kept as it is up to its closing brace."""

    def __init__(self, file: IO[str], columns: Sequence[str]) -> None:
        super().__init__(file)
        self._columns = columns

    def write(self, chunk: Chunk, added: Added) -> None:
        """Write some rows with what was added to them."""
        names = list(added)
        extra = (dict(zip(names, more, strict=True)) for more in zip(*added.values(), strict=True))
        if isinstance(chunk, JsonChunk):
            self._file.writelines(_spliced(line, more) for line, more in zip(chunk.lines, extra, strict=True))
            return
        for row, more in zip(chunk.rows, extra, strict=True):
            record = {name: as_json(value) for name, value in zip(self._columns, row, strict=True)}
            self._file.write(json.dumps({**record, **more}, ensure_ascii=False) + "\n")


def _spliced(line: str, more: dict[str, Any]) -> str:
    body = line.strip()[:-1].rstrip()
    return body + ("" if body == "{" else ", ") + json.dumps(more, ensure_ascii=False)[1:] + "\n"
