"""What every engine does with a column: check the options once, answer each distinct text once."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypedDict, Unpack

from coedu_zones.batch import FIELDS, resolve_columns
from coedu_zones.default import default_normalizer
from coedu_zones.errors import MissingBackendError
from coedu_zones.models import Division, Level
from coedu_zones.normalizer import Normalizer

#: How many answers a ``BatchResolver`` remembers, and of texts up to which length.
MEMO_TEXTS: Final = 65_536
MEMO_LENGTH: Final = 64

#: The fields that hold a text; ``score`` is a float, ``zones`` and ``candidates`` are lists.
TEXT_FIELDS: Final = tuple(field for field in FIELDS if field not in {"score", "zones"})
CANDIDATE_FIELDS: Final = ("path", "code", "score", "method")


def missing_backend(extra: str, error: ImportError) -> MissingBackendError:
    """Make the error that says what to install for one backend."""
    return MissingBackendError(
        f"coedu_zones.frames.{extra} needs {error.name or extra}, which cannot be imported ({error}); "
        f'install it with: pip install "coedu_zones[{extra}]"'
    )


class Options(TypedDict, total=False):
    """The options that every engine takes, as keywords; those of ``resolve_columns``."""

    #: One's own aliases or settings instead of the default ``Normalizer``.
    normalizer: Normalizer | None
    #: A name, a code or a division: only places inside it.
    within: str | Division | None
    #: Only places of this level.
    level: Level | str | None
    #: Whether to add the field ``candidates``.
    candidates: bool


class BatchResolver:
    """Answers batch after batch with the same options; a text that comes again costs a look-up.

    The options are checked here, once, so that a wrong option is an error and
    not a column of errors. The memory is bounded by ``MEMO_TEXTS`` and
    ``MEMO_LENGTH``; it does not travel with a pickle. Threads may share one.

    Raises:
        AmbiguousNameError, UnresolvedNameError: ``within`` is not one place.
        ValueError: ``level`` is no level.

    """

    def __init__(self, **options: Unpack[Options]) -> None:
        normalizer, within, level = options.get("normalizer"), options.get("within"), options.get("level")
        if isinstance(within, str):
            within = (normalizer or default_normalizer()).scope(within)[0][0]
        self.normalizer = normalizer
        self.within = within
        self.level = None if level is None else Level(level)
        self.candidates = options.get("candidates", False)
        self.fields = (*FIELDS, "candidates") if self.candidates else FIELDS
        self._memo = _Memo(self.fields)

    def __call__(self, texts: Sequence[object]) -> dict[str, list[Any]]:
        """Give the columns of ``resolve_columns`` for ``texts``, which should be distinct."""
        memo = self._memo
        places = [memo.places.get(text) if isinstance(text, str) else None for text in texts]
        fresh = [text for text, place in zip(texts, places, strict=True) if place is None]
        columns = resolve_columns(
            fresh,
            normalizer=self.normalizer,
            within=self.within,
            level=self.level,
            candidates=self.candidates,
        )
        found = columns if len(fresh) == len(places) else memo.merged(places, columns)
        if not memo.remember(fresh, columns):
            self._memo = _Memo(self.fields)
        return found


class _Memo:
    """Answers by column, and the place of each text in them.

    It only grows, so it can be read while another thread writes. A pickled one is empty.
    """

    def __init__(self, fields: Iterable[str]) -> None:
        self.places: dict[object, int] = {}
        self.columns: dict[str, list[Any]] = {field: [] for field in fields}
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[type[_Memo], tuple[tuple[str, ...]]]:
        return (_Memo, (tuple(self.columns),))

    def merged(self, places: Sequence[int | None], fresh: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
        """Give known answers where there is a place, and the next fresh one where there is none."""
        found = {}
        for field, column in self.columns.items():
            new = iter(fresh[field])
            found[field] = [next(new) if place is None else column[place] for place in places]
        return found

    def remember(self, texts: Sequence[object], columns: Mapping[str, list[Any]]) -> bool:
        """Take the answers of short texts in; ``False`` when there is no room for them."""
        kept = [i for i, text in enumerate(texts) if isinstance(text, str) and len(text) <= MEMO_LENGTH]
        if len(kept) > MEMO_TEXTS:
            return True  # one batch of that many texts is not a stream that repeats itself
        with self._lock:
            first = len(self.columns["status"])
            if first + len(kept) > MEMO_TEXTS:
                return False
            for field, column in self.columns.items():
                values = columns[field]
                column.extend([values[i] for i in kept])
            self.places.update((texts[i], place) for place, i in enumerate(kept, first))
        return True


def distinct(cells: Sequence[object]) -> tuple[Sequence[object], Sequence[int]]:
    """Give the distinct cells, and for each cell its place among them.

    Only texts and ``None`` are merged: ``1`` and ``True`` are equal, but they
    are not the same cell.
    """
    if not set(map(type, cells)) <= {str, type(None)}:
        return cells, range(len(cells))
    places = {cell: place for place, cell in enumerate(dict.fromkeys(cells))}
    return list(places), [places[cell] for cell in cells]
