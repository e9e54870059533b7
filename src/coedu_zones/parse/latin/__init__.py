"""Names in Latin script: romanised (Yúshuǐ Qū, yushuiqu) and English (Yushui District).

A name is found by its letters and then held against what is written on and between
them, so Yúshuǐ Qū, yu2shui3, YuShui and yushui are one look-up, and a tone, a space or
an apostrophe that the writer did give must fit. The names of a chain (Haidian, Beijing)
may stand in either order and must lie in one another. What two spellings share without
tones (Fuzhou: 福州, 抚州) stays ambiguous, however large the one and small the other.

::

    words, text, areas → index → chain → reading
"""

from coedu_zones.parse.latin.answer import latin_outcome
from coedu_zones.parse.latin.index import LatinIndex
from coedu_zones.parse.latin.reading import LatinReading, read_latin
from coedu_zones.parse.latin.text import is_latin

__all__ = ["LatinIndex", "LatinReading", "is_latin", "latin_outcome", "read_latin"]
