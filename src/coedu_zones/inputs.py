"""What a caller may pass in: texts, codes as text or as numbers, missing cells, years."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from numbers import Real
from typing import Any, Final

from coedu_zones.errors import TextTooLongError, looks, shown, type_name
from coedu_zones.places.codes import without_zeros

#: The longest text, in characters, that ``resolve`` takes.
MAX_TEXT_LENGTH: Final = 2000

# province, prefecture, county, township, village
_CODE_LENGTHS: Final = frozenset((2, 4, 6, 9, 12))
_BEYOND: Final = 10 ** max(_CODE_LENGTHS)
_HALF: Final = re.compile("[\ud800-\udfff]")
_CODE: Final = re.compile(r"'?([0-9]+)(?:\.0*)?")


def is_missing(value: object) -> bool:
    """Whether a cell is missing: ``None``, NaN, NaT, or pandas' NA.

    >>> is_missing(None), is_missing(float("nan")), is_missing(Decimal("sNaN")), is_missing("")
    (True, True, True, False)
    """
    if value is None:
        return True
    if isinstance(value, str):
        return False
    if isinstance(value, Decimal):
        return value.is_nan()  # a signalling one may not be compared
    try:
        return bool(value != value)  # noqa: PLR0124 - NaN and NaT are the values that differ from themselves
    except Exception:  # noqa: BLE001 - a foreign object may raise anything; an array has several truth values
        return type_name(value) == "NAType"  # pandas.NA has none


def as_text(value: object, *, limited: bool = True) -> str | None:
    """The text of a cell; ``None`` for a missing or blank one.

    Raises:
        TypeError: the value is neither text nor missing.
        TextTooLongError: the text is too long.

    """
    if isinstance(value, str):
        if limited and len(value) > MAX_TEXT_LENGTH:
            raise TextTooLongError(
                f"a text of {len(value)} characters starting {value[:20]!r}; the maximum is {MAX_TEXT_LENGTH}. "
                "Use extract() for running text."
            )
        return _whole(value) if value and not value.isspace() else None
    if is_missing(value):
        return None
    number = number_as_code(value)
    if number is not None:
        return number
    raise TypeError(f"expected a text, None or NaN, got {shown(value)}")


def _whole(text: str) -> str:
    """The characters of a text, with U+FFFD for halves of one, which no JSON and no file can hold."""
    plain = str.__str__(text)  # a subclass may answer otherwise than its characters do
    try:
        plain.encode()
    except UnicodeEncodeError:
        return _HALF.sub("\ufffd", plain)
    return plain


def number_as_code(value: object) -> str | None:
    """The code that a number is: whole, of 2, 4, 6, 9 or 12 digits; ``None`` for anything else.

    >>> number_as_code(431121), number_as_code(431121.0), number_as_code(5), number_as_code("431121")
    ('431121', '431121', None, None)
    """
    if isinstance(value, bool) or not isinstance(value, Real | Decimal) or is_missing(value):
        return None
    number: Any = value  # the type checker does not know that real numbers compare
    if not 0 <= number < _BEYOND:  # infinite, or a decimal that stands for a number of a billion digits
        return None
    whole = math.trunc(value)
    digits = str(whole)
    return without_zeros(digits) if value == whole and len(digits) in _CODE_LENGTHS else None


def as_code(value: object) -> str:
    """The code that a caller gave, as text or as a number that went through a spreadsheet.

    A text that is no number is given back without the spaces around it; a look-up
    then says that there is no such code.

    Raises:
        TypeError: neither a text nor a whole number of 2, 4, 6, 9 or 12 digits.

    >>> as_code(431121), as_code("431121.0"), as_code("431121000000"), as_code(" 渝水区 ")
    ('431121', '431121', '431121', '渝水区')
    """
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value).strip()
        found = _CODE.fullmatch(text)
        return without_zeros(found[1]) if found else text
    number = number_as_code(value)
    if number is None:
        raise TypeError(f"expected a code such as '360502' or 360502, got {shown(value)}")
    return number


def several(texts: Iterable[object]) -> Iterable[object]:
    """Texts to go through one by one; a text alone would be read character by character.

    Raises:
        TypeError: not several texts.

    """
    if isinstance(texts, str | bytes) or not isinstance(texts, Iterable):
        raise TypeError(f"expected a list of texts, got {shown(texts)}; resolve() takes one text")
    return texts


def score_of(cutoff: float) -> float:
    """A score below which an answer does not count, if it can be one.

    Raises:
        ValueError: no number from 0 to 100.

    """
    if not isinstance(cutoff, int | float) or not 0 <= cutoff <= 100:
        raise ValueError(f"cutoff={looks(cutoff)}: expected a number from 0 to 100")
    return cutoff


def year_of(as_of: int | date) -> int:
    """The year whose table holds on a date: tables state 31 December, so a day in 2015 means the end of 2014.

    Raises:
        TypeError: neither a year nor a date.

    >>> year_of(2015), year_of(date(2015, 6, 1))
    (2015, 2014)
    """
    if isinstance(as_of, date):
        return as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1
    if isinstance(as_of, int) and not isinstance(as_of, bool):
        return as_of
    raise TypeError(f"as_of={looks(as_of)}: expected a year such as 2015 or a datetime.date")
