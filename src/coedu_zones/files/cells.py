"""One cell: the text that it says, and how it is written so that no spreadsheet runs it."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from coedu_zones.places.inputs import is_missing

# a whole number that was stored as a float: a code that went through a spreadsheet
_WHOLE_FLOAT: Final = re.compile(r"([0-9]{2,15})\.0+")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][+-]?\d+)?%?")
_DASHES: Final = re.compile(r"[-+\s]*")
_LONG: Final = 10**20  # more digits than any code has
_RISKY: Final = frozenset("=+-@\t\r\n＝＋－＠")
#: How a text begins that :func:`guard` may change; a quick test before the call.
MAY_RUN: Final = _RISKY | {" "}


def as_text(value: Any) -> str | None:
    """The text of a cell that may name a place; ``None`` for an empty one.

    Codes survive a spreadsheet: ``360502``, ``360502.0``, ``'360502`` and the
    text ``"360502.0"`` all say ``"360502"``; and so does what :func:`guard` wrote.

    >>> as_text(360502.0), as_text(" "), as_text("渝水区")
    ('360502', None, '渝水区')
    """
    if isinstance(value, str):
        text = value[1:] if value[:1] == "'" and _is_marked(value[1:]) else value
        if not text or text.isspace():
            return None
        if text.isascii():
            whole = _WHOLE_FLOAT.fullmatch(text.strip())
            return whole[1] if whole else text
        return _SURROGATE.sub("\ufffd", text)
    if is_missing(value):
        return None
    if isinstance(value, float | Decimal) and math.isfinite(value) and -_LONG < value < _LONG and value == int(value):
        return str(int(value))
    if isinstance(value, bytes):
        return as_text(value.decode("utf-8", "replace"))
    return as_text(str(value))


def _is_marked(text: str) -> bool:
    """Whether ``'`` before a text is a spreadsheet's mark: of a number kept as text, or of what would run."""
    return text[:1].isdecimal() or guard(text) != text


def guard(text: str) -> str:
    """The text with ``'`` before it where a spreadsheet would run it as a formula.

    That is a text that begins with ``= + - @``, their full-width forms, a tab or a
    line break, after any spaces. Numbers such as ``-5`` and ``+1,200.50`` and bare
    dashes are left alone.

    >>> guard("=1+1"), guard("-5"), guard("渝水区")
    ("'=1+1", '-5', '渝水区')
    """
    head = text[:1]
    if head == " ":
        head = text.lstrip(" ")[:1]
    if head not in _RISKY or not head:
        return text
    plain = unicodedata.normalize("NFKC", text).strip(" ")
    if _DASHES.fullmatch(plain) and head not in "\t\r\n":
        return text
    if any(c.isdigit() for c in plain) and _NUMBER.fullmatch(plain):
        return text
    return "'" + text


def as_written(value: object) -> str:
    """A value as the text of a CSV cell: empty for a missing one, ISO dates, JSON for what is nested."""
    if isinstance(value, str):
        return value
    if is_missing(value):
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        bare = value.time() == time() and value.tzinfo is None
        return value.date().isoformat() if bare else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list | tuple | dict):
        return json.dumps(as_json(value), ensure_ascii=False)
    return str(value)


def without_surrogates(value: Any) -> Any:
    r"""A value of JSON with U+FFFD for halves of characters, which no encoding holds.

    >>> without_surrogates({"a": ["\ud800", 1]})
    {'a': ['�', 1]}
    """
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {without_surrogates(key): without_surrogates(item) for key, item in value.items()}
    return [without_surrogates(item) for item in value] if isinstance(value, list) else value


def as_json(value: Any) -> Any:
    """A value as JSON has it: dates and decimals as text, NaN and infinities as null."""
    if isinstance(value, str | bool | int) or value is None:
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    return as_written(value)


def is_empty(value: object) -> bool:
    """Whether a cell holds nothing."""
    return value is None or (isinstance(value, str) and not value)
