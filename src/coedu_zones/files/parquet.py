"""Parquet, by way of pyarrow: columns keep their types; the zones are a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from coedu_zones.files.cells import as_written
from coedu_zones.files.errors import TableError, backend, table_error
from coedu_zones.files.limits import check_columns, rows_at_once
from coedu_zones.files.model import CHUNK_ROWS, CHUNK_SIZE, Added, Chunk, Source

_WHY: Final = "reading and writing Parquet"
_GROUP_ROWS: Final = 65_536
# so much text, from a file so many times smaller, is refused
_MOST_UNFOLDED: Final = 1 << 34
_UNFOLDS: Final = 10_000
_NESTED_ROWS: Final = 256  # rows with lists that are looked at at once
_VALUE: Final = 32  # bytes of a value that is no text, as Python holds it
# the Arrow type for a column in which only these Python types were seen
_TYPES: Final = {
    frozenset({"bool"}): "bool_", frozenset({"int"}): "int64", frozenset({"long"}): "int64",
    frozenset({"int", "long"}): "int64", frozenset({"float"}): "float64", frozenset({"int", "float"}): "float64",
}  # fmt: skip


@dataclass
class ArrowChunk(Chunk):
    """Rows as an Arrow record batch; Python values are made only where they are asked for."""

    batch: Any

    def __len__(self) -> int:
        return int(self.batch.num_rows)

    def part(self, start: int, stop: int) -> ArrowChunk:
        """Some of the rows."""
        batch = self.batch.slice(start, stop - start)
        return ArrowChunk(_LazyRows(batch), batch)

    def column(self, index: int) -> Sequence[Any]:
        """The values of one column."""
        values: list[Any] = self.batch.column(index).to_pylist()
        return values


class ParquetSource(Source):
    """A Parquet file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._parquet = backend("pyarrow.parquet", _WHY)
        arrow = backend("pyarrow", _WHY)
        path.open("rb").close()  # an error of the system is passed on as it is
        try:
            with self._parquet.ParquetFile(path) as file:
                self.schema = file.schema_arrow
                self.rows = file.metadata.num_rows
                groups = [file.metadata.row_group(i) for i in range(file.metadata.num_row_groups)]
                leaves = [file.schema.column(i).path for i in range(len(file.schema))]
            self.columns = list(self.schema.names)
            check_columns(path, len(self.columns))
            self._row_size = max(
                sum(group.total_byte_size for group in groups) / max(1, self.rows), self._widest(arrow, leaves)
            )
        except TableError:
            raise
        except (arrow.ArrowException, OSError, ValueError, TypeError) as error:
            raise self._unreadable(error) from error
        for _ in self.chunks():  # every page is read before anything is written
            pass

    def _widest(self, arrow: Any, leaves: list[str]) -> int:
        """The bytes of a row in which every text is the longest of its column, and every list too.

        A text is stored once, however often it occurs: read with its dictionary it takes
        no more memory than in the file, and shows what unfolding would take.

        Raises:
            TableError: the texts would fill a disk.

        """
        compute, types = backend("pyarrow.compute", _WHY), arrow.types
        varied = [field.name for field in self.schema if not types.is_primitive(field.type)]
        if not varied:
            return 0
        widest, unfolded = dict.fromkeys(varied, 0), 0
        nested = any(types.is_nested(field.type) for field in self.schema)
        rows = rows_at_once(_NESTED_ROWS if nested else CHUNK_ROWS, len(varied))
        with self._parquet.ParquetFile(self.path, read_dictionary=leaves, pre_buffer=False) as file:
            for batch in file.iter_batches(batch_size=rows, columns=varied, use_threads=False):
                for name, column in zip(varied, batch.columns, strict=True):
                    longest, size = _unfolded(column, types, compute)
                    widest[name] = max(widest[name], longest)
                    unfolded += size
        if unfolded > _MOST_UNFOLDED and unfolded > self.path.stat().st_size * _UNFOLDS:
            raise table_error(
                "{path} would unfold to {unfolded:,} bytes of text; keep the columns that are needed",
                path=self.path,
                unfolded=unfolded,
            )
        return sum(widest.values())

    def _unreadable(self, error: Exception) -> TableError:
        why = " ".join(str(error).split())[:200]
        return table_error(
            "{path} is no Parquet file that can be read ({why}); write it anew, or as .csv, with the program that made it",
            path=self.path,
            why=why,
        )

    def chunks(self, size: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """The rows as record batches."""
        arrow = backend("pyarrow", _WHY)
        fit = max(1, min(rows_at_once(size, len(self.columns)), int(CHUNK_SIZE / max(1, self._row_size))))
        try:
            # small buffers and one thread: the memory stays that of a few batches
            with self._parquet.ParquetFile(self.path, pre_buffer=False, buffer_size=1 << 16) as file:
                for batch in file.iter_batches(batch_size=fit, use_threads=False):
                    batch.validate(full=True)
                    yield ArrowChunk(_LazyRows(batch), batch)
        except (arrow.ArrowException, OSError) as error:
            raise self._unreadable(error) from error


def _unfolded(array: Any, types: Any, compute: Any) -> tuple[int, int]:
    """The bytes that one value of an array takes at most, and all of them together, where no text is shared."""
    kind = array.type
    if not len(array):
        return 0, 0
    if types.is_dictionary(kind):
        if not len(array.dictionary) or not _is_text(array.dictionary.type, types):
            return _VALUE, _VALUE * len(array)
        sizes = compute.binary_length(array.dictionary)
        return compute.max(sizes).as_py() or 0, compute.sum(sizes.take(array.indices)).as_py() or 0
    if types.is_struct(kind):
        return _together((array.field(at) for at in range(kind.num_fields)), types, compute)
    if types.is_map(kind):
        longest = compute.max(compute.subtract(array.offsets[1:], array.offsets[:-1])).as_py() or 0
        most, size = _together((array.keys, array.items), types, compute)
        return longest * most, size
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        longest = compute.max(compute.list_value_length(array)).as_py() or 0
        most, size = _unfolded(array.flatten(), types, compute)
        return longest * most, size
    if _is_text(kind, types):
        sizes = compute.binary_length(array)
        return compute.max(sizes).as_py() or 0, compute.sum(sizes).as_py() or 0
    return _VALUE, _VALUE * len(array)


def _together(parts: Iterable[Any], types: Any, compute: Any) -> tuple[int, int]:
    """The same of values that stand side by side."""
    found = [_unfolded(part, types, compute) for part in parts]
    return sum(most for most, _ in found), sum(size for _, size in found)


def _is_text(kind: Any, types: Any) -> bool:
    return bool(
        types.is_string(kind) or types.is_binary(kind) or types.is_large_string(kind) or types.is_large_binary(kind)
    )


class _LazyRows(Sequence[Sequence[Any]]):
    """The rows of a record batch, made when they are gone through."""

    def __init__(self, batch: Any) -> None:
        self._batch = batch

    def __len__(self) -> int:
        return int(self._batch.num_rows)

    def __getitem__(self, index: Any) -> Any:
        return [column[index].as_py() for column in self._batch.columns]

    def __iter__(self) -> Iterator[Sequence[Any]]:
        if not self._batch.num_columns:
            return iter([()] * len(self))
        return zip(*(column.to_pylist() for column in self._batch.columns), strict=True)


class ParquetSink:
    """Writes Parquet; columns of a Parquet source pass through untouched."""

    def __init__(self, path: Path, source: Source, columns: Sequence[str], added: dict[str, str]) -> None:
        self._arrow = backend("pyarrow", _WHY)
        if isinstance(source, ParquetSource):
            fields, metadata = list(source.schema), source.schema.metadata
        else:
            kinds = source.kinds or [{"str"}] * len(columns)
            fields = [self._field(name, kind) for name, kind in zip(columns, kinds, strict=True)]
            metadata = None
        self._width = len(fields)
        fields += [self._arrow.field(name, self._added_type(kind)) for name, kind in added.items()]
        self._schema = self._arrow.schema(fields, metadata=metadata)
        self._held: list[Any] = []
        self._held_rows = 0
        self._writer = backend("pyarrow.parquet", _WHY).ParquetWriter(path, self._schema, compression="zstd")

    def _field(self, name: str, kinds: set[str]) -> Any:
        arrow = self._arrow
        if kinds == {"datetime"}:
            return arrow.field(name, arrow.timestamp("us"))
        return arrow.field(name, getattr(arrow, _TYPES.get(frozenset(kinds), "string"))())

    def _added_type(self, kind: str) -> Any:
        arrow = self._arrow
        if kind in {"numbers", "texts"}:
            return arrow.list_(arrow.int64() if kind == "numbers" else arrow.string())
        return getattr(arrow, kind)()

    def write(self, chunk: Chunk, added: Added) -> None:
        """Write some rows with what was added to them, in row groups of a useful size."""
        arrow = self._arrow
        if isinstance(chunk, ArrowChunk):
            arrays = list(chunk.batch.columns)
        else:
            columns = zip(*chunk.rows, strict=True) if chunk.rows else ()
            arrays = [self._array(values, field) for values, field in zip(columns, self._schema, strict=False)]
        for offset, values in enumerate(added.values()):
            arrays.append(arrow.array(values, type=self._schema.field(self._width + offset).type))
        self._held.append(arrow.RecordBatch.from_arrays(arrays, schema=self._schema))
        self._held_rows += len(chunk)
        if self._held_rows >= _GROUP_ROWS or sum(batch.nbytes for batch in self._held) >= CHUNK_SIZE:
            self._flush()

    def _array(self, values: Sequence[Any], field: Any) -> Any:
        if self._arrow.types.is_string(field.type):
            values = [v if v is None or isinstance(v, str) else as_written(v) for v in values]
        try:
            return self._arrow.array(values, type=field.type)
        except (self._arrow.ArrowException, OverflowError, ValueError, TypeError) as error:
            raise table_error(
                "the column {field!r} cannot be written to Parquet ({error}); write .csv or .jsonl",
                field=field.name,
                error=str(error)[:200],
            ) from error

    def _flush(self) -> None:
        if self._held:
            self._writer.write_table(self._arrow.Table.from_batches(self._held), row_group_size=_GROUP_ROWS * 2)
        self._held, self._held_rows = [], 0

    def close(self) -> None:
        """Finish the file."""
        self._flush()
        self._writer.close()

    def abandon(self) -> None:
        """Let go of the file without finishing it."""
        self._writer.close()
