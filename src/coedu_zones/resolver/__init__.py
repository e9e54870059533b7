"""Texts → resolutions: the normalizer, and the module functions that stand for the default one."""

from __future__ import annotations

from coedu_zones.resolver.functions import explain, extract, normalize, resolve, resolve_many
from coedu_zones.resolver.normalizer import (
    Normalizer,
    PlaceLike,
    default_normalizer,
    normalizer_at,
    place_of,
)

__all__ = [
    "Normalizer",
    "PlaceLike",
    "default_normalizer",
    "explain",
    "extract",
    "normalize",
    "normalizer_at",
    "place_of",
    "resolve",
    "resolve_many",
]
