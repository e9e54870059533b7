"""Readings of townships: pinyin from one syllable a character and a list of the stems that are read otherwise.

The table holds no reading for each of the forty thousand names. It holds the syllable that
each character has in most of them, and the stems of which that is not true, under
some counties only where one stem is read in two ways (新堡: xīn-bǎo, in 中宁县 xīn-bǔ).
Names of Mongol, Tibetan, Uygur and other origin are given in the pinyin of their
characters: no source has the official romanised form of townships.
"""

from __future__ import annotations

from coedu_zones.data.reader import load_once, read_table
from coedu_zones.gazetteer.township_words import TownshipWords
from coedu_zones.messages import say
from coedu_zones.places.romanize import display_pinyin, join_syllables, toneless


def pinyin(name: str, county: str) -> str:
    """The pinyin of a township in the form of the table of divisions: words apart, syllables joined by hyphens.

    Args:
        name: the full name (``九堡街道``).
        county: the six-digit code of the county that it lies in, or of the prefecture where it has no county.

    Returns:
        One syllable a character, with tone marks. A neutral tone is written as the full tone of the character.

    Raises:
        ValueError: a character is in no name of a township.

    Source: the readers pypinyin and pinyin-pro, and ``tools/curated/township_readings.tsv``.

    >>> pinyin("九堡街道", "330102"), pinyin("常营回族乡", "110105")
    ('jiǔ-bǎo jiē-dào', 'cháng-yíng huí-zú xiāng')
    """
    words = TownshipWords.current()
    parts = words.cut(name)
    stem = ["-".join(_syllables(parts.stem, county))] if parts.stem else []
    return " ".join([*stem, *words.pinyin_of(parts)])


def romanized(name: str, county: str) -> str:
    """The romanised form of a township: its pinyin as it is written, without tone marks.

    Args:
        name: the full name.
        county: the six-digit code of the county that it lies in, or of the prefecture where it has no county.

    Returns:
        Such as ``Changying Huizu Xiang``.

    Raises:
        ValueError: a character is in no name of a township.

    Source: as of ``pinyin``; the words and their spelling follow GB/T 16159 and GB/T 38207.

    >>> romanized("九堡街道", "330102"), romanized("常营回族乡", "110105")
    ('Jiubao Jiedao', 'Changying Huizu Xiang')
    """
    return toneless(display_pinyin(pinyin(name, county)))


def english(name: str, county: str) -> str:
    """The English name of a township: its stem in the letters of pinyin, its peoples and its class.

    Args:
        name: the full name.
        county: the six-digit code of the county that it lies in, or of the prefecture where it has no county.

    Returns:
        Such as ``Jiubao Subdistrict``. It is a translation by rule; no official list has English names.

    Raises:
        ValueError: a character is in no name of a township.

    Source: as of ``pinyin``, and ``tools/curated/township_words.tsv`` for classes and peoples.

    >>> english("九堡街道", "330102"), english("常营回族乡", "110105"), english("达斡尔民族乡", "150783")
    ('Jiubao Subdistrict', 'Changying Hui Ethnic Township', 'Daur Ethnic Township')
    """
    words = TownshipWords.current()
    parts = words.cut(name)
    stem = [toneless(join_syllables(_syllables(parts.stem, county)))] if parts.stem else []
    return " ".join([*stem, *words.english_of(parts)])


def _syllables(stem: str, county: str) -> list[str]:
    characters, stems = _readings()
    otherwise = stems.get(stem, {})
    if found := otherwise.get(county) or otherwise.get(""):
        return found.split("-")
    try:
        return [characters[c] for c in stem]
    except KeyError as error:
        raise ValueError(
            say(
                "{stem!r} has no reading: {character!r} is in no name of a township", stem=stem, character=error.args[0]
            )
        ) from None


@load_once
def _readings() -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Characters with their syllable, and stems with their syllables by county, empty for all others."""
    characters: dict[str, str] = {}
    stems: dict[str, dict[str, str]] = {}
    for kind, text, counties, syllables in read_table("township_readings.tsv", 4):
        if kind == "character":
            characters.update(dict.fromkeys(text, syllables))
        else:
            stems.setdefault(text, {}).update(dict.fromkeys(counties.split() or [""], syllables))
    return characters, stems
