"""Which columns hold the place: as named, or found by resolving a sample."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import get_close_matches
from itertools import islice
from typing import Final, NamedTuple

from coedu_zones.files.cells import as_text
from coedu_zones.files.errors import quoted, table_error
from coedu_zones.files.model import Chunk, Source
from coedu_zones.frames.columns import resolve_columns
from coedu_zones.messages import say
from coedu_zones.places.inputs import joined

_SAMPLE_ROWS: Final = 2_000
_SAMPLE_TEXTS: Final = 200
_LONGEST_NAME: Final = 100
_SHARE: Final = 0.6
_MOSTLY: Final = 0.8
_PLACE: Final = frozenset({"resolved", "ambiguous", "conflict"})

Wanted = str | int | None


class Picked(NamedTuple):
    """The columns that together form the place, in order, and whether they were named by the user."""

    indices: tuple[int, ...]
    named: bool

    def texts(self, chunk: Chunk) -> list[str | None]:
        """The text of each row: the cells in order, empty ones skipped, joined by ``/``."""
        if len(self.indices) == 1:
            return [as_text(value) for value in chunk.column(self.indices[0])]
        cells = [[as_text(value) for value in chunk.column(index)] for index in self.indices]
        return [as_text(joined(parts)) for parts in zip(*cells, strict=True)]


class Sampled(NamedTuple):
    """A column whose sample reads as places."""

    position: int
    share: float
    level: str | None
    purity: float
    is_code: bool


def pick(source: Source, wanted: Sequence[Wanted], *, header: bool | None) -> Picked:
    """The columns that were named (by name, or by position from 1), or the only one that reads as places.

    Raises:
        TableError: a column does not exist, or none or several could be meant.

    """
    named = [item for item in wanted if item is not None]
    sample = next(source.chunks(_SAMPLE_ROWS), Chunk([]))
    if named:
        indices = tuple(index_of(source, item) for item in named)
        if len(set(indices)) < len(indices):
            raise table_error("{path}: one column is named twice; name each once", path=source.path)
        picked = Picked(indices, named=all(isinstance(item, str) and item in source.columns for item in named))
    else:
        picked = Picked((_only(source, sample),), named=False)
    if source.headed and header is None and not picked.named:
        _check_header(source, picked)
    return picked


def index_of(source: Source, wanted: str | int) -> int:
    """The column that was named, by name or by position from 1.

    Raises:
        TableError: there is none, or there are several of the name.

    """
    columns = source.columns
    if isinstance(wanted, str):
        for names, name in ((columns, wanted), ([c.strip().casefold() for c in columns], wanted.strip().casefold())):
            if names.count(name) == 1:
                return names.index(name)
            if names.count(name) > 1:
                places = [str(n) for n, c in enumerate(names, 1) if c == name]
                raise table_error(
                    "{path} has several columns {wanted!r}; say its position: column={places}",
                    path=source.path,
                    wanted=wanted,
                    places=say(" or column=").join(places),
                )
    if isinstance(wanted, int) or (wanted.isdecimal() and len(wanted) < 10):
        position = int(wanted)
        if 1 <= position <= len(columns):
            return position - 1
    near = get_close_matches(str(wanted)[:_LONGEST_NAME], columns, n=1, cutoff=0.5)
    shown = wanted[:_LONGEST_NAME] if isinstance(wanted, str) else wanted
    hint = say("; did you mean {near}?", near=repr(near[0])) if near else ""
    raise table_error(
        "{path} has no column {shown!r}; its columns are {columns}{hint}",
        path=source.path,
        shown=shown,
        columns=quoted(columns),
        hint=hint,
    )


def _only(source: Source, sample: Chunk) -> int:
    found = [s for s in (_sampled(sample, index) for index in range(len(source.columns))) if s is not None]
    texts = [s for s in found if not s.is_code]
    if len(texts) == 1 or (len(found) == 1 and not texts):
        return (texts or found)[0].position
    if len(source.columns) == 1:
        return 0
    if not found:
        why = (
            say("has no rows to find the place column by")
            if not len(sample)
            else say("has no column that reads as places")
        )
        raise table_error(
            "{path} {why}. The columns are {columns}. Say which: column='NAME' (or its position from 1)",
            path=source.path,
            why=why,
            columns=quoted(source.columns),
        )
    shown = ", ".join(
        say("{column!r} ({share:.0%} of a sample)", column=source.columns[s.position], share=s.share)
        for s in texts or found
    )
    raise table_error(
        "{path}: several columns read as places: {shown}. Say which one: column={argument}, or "
        "join several: {suggestion}",
        path=source.path,
        shown=shown,
        argument=_argument(source, (texts or found)[0]),
        suggestion=_suggestion(source, texts or found),
    )


def _argument(source: Source, sampled: Sampled) -> str:
    name = source.columns[sampled.position]
    return repr(name) if name and source.columns.count(name) == 1 else str(sampled.position + 1)


def _suggestion(source: Source, found: list[Sampled]) -> str:
    """The options that join the columns, by the level that each mostly holds."""
    options: dict[str, str] = {}
    for sampled in sorted(found, key=lambda s: -s.purity):
        option = sampled.level if sampled.level in {"province", "prefecture", "county"} else "column"
        if option in options:
            option = "column"
        options.setdefault(option, _argument(source, sampled))
    order = ("province", "prefecture", "county", "column")
    return ", ".join(f"{option}={options[option]}" for option in order if option in options)


def _sampled(sample: Chunk, index: int) -> Sampled | None:
    values = (as_text(value) for value in sample.column(index)) if len(sample) else iter(())
    texts = list(islice(dict.fromkeys(text for text in values if text is not None), _SAMPLE_TEXTS))
    if not texts:
        return None
    answers = resolve_columns(texts)
    # the first two or four digits of a code are a place too, but a column of small numbers is more often none
    hits = [i for i, status in enumerate(answers["status"]) if status in _PLACE and not _is_small(texts[i])]
    if len(hits) < len(texts) * _SHARE:
        return None
    # a level speaks for a column only where the cells hold the bare names
    bare = Counter(answers["level"][i] for i in hits if answers["level"][i] and not answers["remainder"][i])
    level, rows = bare.most_common(1)[0] if bare else (None, 0)
    purity = rows / len(texts)
    sure = rows > bare.total() * _MOSTLY and purity > 0.25
    is_code = sum(text.strip().isdecimal() for text in texts) > len(texts) / 2
    return Sampled(index, len(hits) / len(texts), level if sure else None, purity, is_code)


def _is_small(text: str) -> bool:
    """Whether a text is a number of fewer than six digits."""
    digits = text.strip().removesuffix(".0")
    return digits.isdecimal() and len(digits) < 6


def _check_header(source: Source, picked: Picked) -> None:
    """A first line that reads as a place is a row and not a header."""
    title = "".join(source.columns[index] for index in picked.indices)
    if resolve_columns([as_text(title)])["status"][0] == "resolved":
        raise table_error(
            "{path}: the first line reads as a row ({title!r} is a place), not as column names. Say "
            "header=False, or header=True if it does hold the names",
            path=source.path,
            title=title,
        )
