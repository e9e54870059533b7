"""JSON Lines: one object a line, written back character for character with the new fields at its end."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from coedu_zones.files.cells import as_json
from coedu_zones.files.errors import TableError, name_of
from coedu_zones.files.model import CHUNK_ROWS, Added, Chunk, Options, Source, packed
from coedu_zones.files.textfile import detect


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
        for _, record in self._records():
            self.rows += 1
            for key, value in record.items():
                kinds.setdefault(key, set()).add(type(value).__name__)
        if not self.rows:
            raise TableError(f"{name_of(path)} is empty: it has no rows")
        self.columns = list(kinds)
        self.kinds = [seen - {"NoneType"} for seen in kinds.values()]

    def _records(self) -> Iterator[tuple[str, dict[str, Any]]]:
        with self.encoding.open(self.path) as file:
            for number, line in enumerate(file, 1):
                if line.isspace():
                    continue
                try:
                    record = json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise self._bad(number, str(error)) from error
                if not isinstance(record, dict):
                    raise self._bad(number, f"it is a {type(record).__name__}")
                yield line, record

    def _bad(self, number: int, why: str) -> TableError:
        return TableError(
            f"{name_of(self.path)}: line {number} is no JSON object ({why}). Each line holds one object such as "
            '{"地址": "渝水区"}; repair or remove that line'
        )

    def chunks(self, size: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """The rows, with ``None`` where a line lacks a key."""
        columns = self.columns
        for records in packed(self._records(), size, lambda pair: len(pair[0])):
            rows = [[record.get(key) for key in columns] for _, record in records]
            yield JsonChunk(rows, [line for line, _ in records])


class JsonLinesSink:
    """Writes JSON Lines; a line that came from JSON Lines is kept as it is up to its closing brace."""

    def __init__(self, file: IO[str], columns: Sequence[str]) -> None:
        self._file = file
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

    def close(self) -> None:
        """Finish the file."""
        self._file.close()

    def abandon(self) -> None:
        """Let go of the file without finishing it."""
        self._file.close()


def _spliced(line: str, more: dict[str, Any]) -> str:
    body = line.strip()[:-1].rstrip()
    return body + ("" if body == "{" else ", ") + json.dumps(more, ensure_ascii=False)[1:] + "\n"
