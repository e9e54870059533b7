"""What a caller may pass in: texts, codes as text or as numbers, missing cells, years."""

from __future__ import annotations

import math
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import wraps
from numbers import Real
from typing import Any, Final, ParamSpec, TypeVar

from coedu_zones.errors import TextTooLongError, looks, shown, type_name
from coedu_zones.messages import say
from coedu_zones.places.codes import without_zeros

#: The longest text, in characters, that ``resolve`` takes.
MAX_TEXT_LENGTH: Final = 2000

_Options = ParamSpec("_Options")
_Given = TypeVar("_Given")

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
                say(
                    "a text of {number} characters starting {value!r}; the maximum is {max_text_length}. Use "
                    "extract() for running text.",
                    number=len(value),
                    value=value[:20],
                    max_text_length=MAX_TEXT_LENGTH,
                )
            )
        return _whole(value) if value and not value.isspace() else None
    if is_missing(value):
        return None
    number = number_as_code(value)
    if number is not None:
        return number
    raise TypeError(say("expected a text, None or NaN, got {value}", value=shown(value)))


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
        raise TypeError(say("expected a code such as '360502' or 360502, got {value}", value=shown(value)))
    return number


def several(texts: Iterable[object]) -> Iterable[object]:
    """Texts to go through one by one; a text alone would be read character by character.

    Raises:
        TypeError: not several texts.

    """
    if isinstance(texts, str | bytes) or not isinstance(texts, Iterable):
        raise TypeError(say("expected a list of texts, got {texts}; resolve() takes one text", texts=shown(texts)))
    return texts


def joined(parts: Sequence[object]) -> object:
    """The cells of one row, from large to small, as one text: missing and blank ones are skipped.

    A row of codes says the same place ever more exactly, so its last one counts; one
    cell alone is given back as it is. ``None`` when all are missing or blank.

    >>> joined(["江西省", None, "渝水区"]), joined([360000, 360502.0]), joined([" ", None])
    ('江西省 渝水区', '360502', None)
    """
    held = [part for part in parts if not (is_missing(part) or (isinstance(part, str) and not part.strip()))]
    if len(held) < 2:
        return held[0] if held else None
    texts = []
    for part in held:
        text = part.strip() if isinstance(part, str) else number_as_code(part)
        if text is None:
            return part  # no text: whoever reads it says so
        texts.append(text)
    return texts[-1] if all(_CODE.fullmatch(text) for text in texts) else " ".join(texts)


def rows_of(
    texts: Iterable[object] | None, province: object = None, prefecture: object = None, county: object = None
) -> Sequence[object]:
    """The texts of a table, one per row: a column alone, or several columns joined from large to small, ``texts`` last.

    ``texts`` may itself be a list of columns from large to small; one cell that is a list is a bad cell.

    Raises:
        TypeError: there is no column, or one is not several cells.
        ValueError: the columns are not of one length.

    >>> rows_of(["长青路8号", None], province=["江西省", "吉林省"], county=["渝水区", "安图县"])
    ['江西省 渝水区 长青路8号', '吉林省 安图县']
    """
    columns = [
        (f"{option}=", _column(f"{option}=", column))
        for option, column in (("province", province), ("prefecture", prefecture), ("county", county))
        if column is not None
    ]
    if isinstance(texts, list | tuple) and texts and all(map(_is_column, texts)):
        columns += [
            (name, _column(name, column))
            for at, column in enumerate(texts, 1)
            for name in [say("column {at} of texts", at=at)]
        ]
    elif texts is not None:
        columns.append(("texts", texts if isinstance(texts, list | tuple) else list(several(texts))))
    if not columns:
        raise TypeError(say("no texts: give a list of texts, or columns such as province=[...], county=[...]"))
    if len({len(column) for _, column in columns}) > 1:
        lengths = ", ".join(say("{name} has {number}", name=name, number=len(column)) for name, column in columns)
        raise ValueError(say("the columns are not of one length: {lengths}", lengths=lengths))
    if len(columns) == 1:
        return columns[0][1]
    return [joined(row) for row in zip(*(column for _, column in columns), strict=True)]


def _is_column(cells: object) -> bool:
    return isinstance(cells, Iterable) and not isinstance(cells, str | bytes | dict)


def _column(name: str, column: object) -> Sequence[object]:
    if isinstance(column, str | bytes) or not isinstance(column, Iterable):
        raise TypeError(
            say(
                "{name}: expected a list of texts, got {kind}: {given!r}",
                name=name,
                kind=type(column).__name__,
                given=column,
            )
        )
    return column if isinstance(column, list | tuple) else list(column)


#: What is set once, for all texts of a normalizer.
SETTINGS: Final = frozenset({"aliases", "as_of", "cutoff", "gazetteer"})


def check_options(function: str, given: Iterable[str], known: Sequence[str]) -> None:
    """Refuse an option that a function does not have, with those that may have been meant.

    Raises:
        TypeError: there is one.

    """
    for option in given:
        if option not in known:
            near = get_close_matches(option, known, n=2)
            if option in SETTINGS:
                hint = say("; it is a setting for many texts: Normalizer({option}=…).", option=option)
            else:
                hint = say("; did you mean {near}?", near=say(" or ").join(map(repr, near))) if near else say(".")
            raise TypeError(
                say(
                    "{function}() has no option {option!r}{hint} Its options are {known}.",
                    function=function,
                    option=option,
                    hint=hint,
                    known=", ".join(known),
                )
            )


def options_named(function: Callable[_Options, _Given]) -> Callable[_Options, _Given]:
    """Let a function name the options that were meant when it is given one that it does not have."""
    code = function.__code__
    known = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    options = frozenset(known)

    @wraps(function)
    def call(*args: _Options.args, **kwargs: _Options.kwargs) -> _Given:
        if not options.issuperset(kwargs):
            check_options(function.__qualname__, kwargs, [name for name in known if name != "self"])
        return function(*args, **kwargs)

    return call


def renamed(old: str, new: str) -> Callable[[Callable[_Options, _Given]], Callable[_Options, _Given]]:
    """Let a function take an option under its former name too, with a warning that says the new one."""

    def named(function: Callable[_Options, _Given]) -> Callable[_Options, _Given]:
        @wraps(function)
        def call(*args: _Options.args, **kwargs: _Options.kwargs) -> _Given:
            if old in kwargs:
                said = say(
                    "{function}(): the option {old}= is called {new}= now", function=function.__name__, old=old, new=new
                )
                warnings.warn(said, DeprecationWarning, stacklevel=2)
                kwargs[new] = kwargs.pop(old)
            return function(*args, **kwargs)

        return call

    return named


def score_of(cutoff: float) -> float:
    """A score below which an answer does not count, if it can be one.

    Raises:
        ValueError: no number from 0 to 100.

    """
    if not isinstance(cutoff, int | float) or not 0 <= cutoff <= 100:
        raise ValueError(say("cutoff={cutoff}: expected a number from 0 to 100", cutoff=looks(cutoff)))
    return cutoff


def year_of(as_of: int | date, option: str = "as_of") -> int:
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
    raise TypeError(
        say("{option}={as_of}: expected a year such as 2015 or a datetime.date", option=option, as_of=looks(as_of))
    )
