"""The functions that most people use: one shared normalizer behind plain verbs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from coedu_zones.inputs import year_of
from coedu_zones.models import Division, Level
from coedu_zones.normalizer import Normalizer
from coedu_zones.resolution import Mention, Resolution, Resolutions
from coedu_zones.shipped import load_once


@load_once
def default_normalizer() -> Normalizer:
    """The normalizer of the module functions: current gazetteer, no extra aliases."""
    return Normalizer()


@lru_cache(maxsize=64)
def _of_year(year: int) -> Normalizer:
    return Normalizer(as_of=year)


def normalizer_at(as_of: int | date | None) -> Normalizer:
    """The shared normalizer of a year, or of the present."""
    return default_normalizer() if as_of is None else _of_year(year_of(as_of))


def resolve(
    text: object,
    *,
    within: str | float | Division | None = None,
    level: Level | str | None = None,
    as_of: int | date | None = None,
) -> Resolution:
    """Say which place ``text`` means; see :meth:`Normalizer.resolve`.

    >>> resolve("朝阳区").status.value
    'ambiguous'
    >>> resolve("朝阳区", within="北京").code
    '110105'
    """
    return normalizer_at(as_of).resolve(text, within=within, level=level)


def normalize(
    text: object,
    *,
    within: str | float | Division | None = None,
    level: Level | str | None = None,
    as_of: int | date | None = None,
) -> str | None:
    """The path of the place as one string, or ``None`` when the text did not resolve.

    >>> normalize("渝水区")
    '江西省/新余市/渝水区'
    """
    place = resolve(text, within=within, level=level, as_of=as_of).place
    return place.path_text if place else None


def resolve_many(
    texts: Iterable[object],
    *,
    within: str | float | Division | None = None,
    level: Level | str | None = None,
    as_of: int | date | None = None,
) -> Resolutions:
    """One resolution a text, in order, as a list; repeated texts cost once.

    The list turns into plain records with ``to_records()``.

    >>> [r.code for r in resolve_many(["渝水区", "安图县", None])]
    ['360502', '222426', None]
    """
    return normalizer_at(as_of).resolve_many(texts, within=within, level=level)


def extract(text: str) -> list[Mention]:
    """The places that a running text mentions, in order, with character offsets.

    >>> [(m.start, m.end, m.text) for m in extract("渝水区和安图县的做法")]
    [(0, 3, '渝水区'), (4, 7, '安图县')]
    """
    return default_normalizer().extract(text)
