"""What a person reads: every message stands in English where it is said, and in Chinese in one catalogue.

The catalogue is the module ``messages_zh``, which is imported when the first Chinese message is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

LANGUAGES: Final = ("en", "zh")
#: The variable of the environment that chooses the language of a process.
VARIABLE: Final = "COEDU_ZONES_LANG"


def language_of(tag: str) -> str:
    """The language that a locale stands for: Chinese or, for all others, English.

    >>> language_of("zh_CN.UTF-8"), language_of("C")
    ('zh', 'en')
    """
    return "zh" if tag.lower().startswith("zh") else "en"


_process = {"language": language_of(os.environ.get(VARIABLE, ""))}
_block: ContextVar[str | None] = ContextVar("language", default=None)


def language() -> str:
    """The language that messages are in: ``en`` or ``zh``."""
    return _block.get() or _process["language"]


def set_language(lang: str) -> None:
    """Choose the language of the messages of errors, for the whole process: ``en`` or ``zh``.

    Without it English; or what the environment variable ``COEDU_ZONES_LANG`` says. What a program reads
    stays as it is: the names of columns and fields, statuses, codes, the types of errors.

    Raises:
        ValueError: there is no such language.

    >>> set_language("zh")
    >>> say("row {row}: {error}", row=3, error="?")
    '第 3 行：?'
    >>> set_language("en")
    """
    _process["language"] = checked_language(lang)


@contextmanager
def in_language(lang: str | None) -> Iterator[None]:
    """The language of the messages of errors, for the block of a ``with`` statement; other threads keep theirs.

    Raises:
        ValueError: there is no such language.

    >>> with in_language("zh"):
    ...     say("row {row}: {error}", row=3, error="?")
    '第 3 行：?'
    """
    token = _block.set(_block.get() if lang is None else checked_language(lang))
    try:
        yield
    finally:
        _block.reset(token)


def checked_language(lang: str) -> str:
    """A language, if there is one of the name.

    Raises:
        ValueError: there is none.

    """
    if lang not in LANGUAGES:
        raise ValueError(say("lang={lang!r}: expected 'en' or 'zh'", lang=lang))
    return lang


def say(message: str, /, **values: Any) -> str:
    """A message in the chosen language, filled with values; without values as it is, for others to fill."""
    if language() == "zh":
        from coedu_zones.messages_zh import CHINESE  # noqa: PLC0415 - whoever reads English needs none

        message = CHINESE.get(message, message)
    return message.format(**values) if values else message
