"""What may go to a terminal: characters that command it are shown, not sent."""

from __future__ import annotations

import json
import re
from typing import Any, Final

# controls, and marks that turn the direction of what follows; a line break only where lines are meant
_COMMANDS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_CELL: Final = re.compile(f"{_COMMANDS.pattern}|[\t\n]")


def visible(text: str, *, lines: bool = True) -> str:
    r"""A text as it may be printed: controls and escape sequences as ``\x1b``.

    Args:
        text: what is to be printed; it may hold what a stranger wrote.
        lines: whether line breaks and tabs stay; in a cell of a table they do not.

    >>> print(visible("渝水区\x1b[31m"), visible("a\nb", lines=False))
    渝水区\x1b[31m a\nb
    """
    return (_COMMANDS if lines else _CELL).sub(lambda m: ascii(m[0])[1:-1], text)


def json_line(value: Any) -> str:
    r"""A value as one line of JSON that may be printed: controls are escaped, Chinese stays readable.

    >>> print(json_line({"text": "渝水区\x9b1m"}))
    {"text": "渝水区\u009b1m"}
    """
    return _COMMANDS.sub(lambda m: f"\\u{ord(m[0]):04x}", json.dumps(value, ensure_ascii=False))
