"""What a person reads: every message stands in English where it is said, and in Chinese in one catalogue.

The catalogue is the package ``messages.zh``, which is imported when the first Chinese message is asked for. A message
that is read at once is said by ``say``; one that is kept, as evidence is, is a ``Sentence``, which ``localized`` gives in
the language of whoever reads it. Words that stand in data and in programs (``resolved``, ``rename``) are shown by ``word``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, Self

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
    """Choose the language of what a person reads, for the whole process: ``en`` or ``zh``.

    That is: the messages of errors, ``str()`` of results, evidence, reasons and notes. Without it
    English; or what the environment variable ``COEDU_ZONES_LANG`` says. What a program reads
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
    """The language of what a person reads, for the block of a ``with`` statement; other threads keep theirs.

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
    """A message in the chosen language, filled with values; kept sentences among these are given in it too."""
    chosen = template(message)
    return chosen.format(**{name: localized(value) for name, value in values.items()}) if values else chosen


def template(message: str) -> str:
    """A message in the chosen language, for others to fill."""
    if language() == "zh":
        from coedu_zones.messages.zh import CHINESE  # noqa: PLC0415 - whoever reads English needs none

        message = CHINESE.get(message, message)
    return message


def word(known: str) -> str:
    """A word that stands in data or in programs, as a person reads it; in English it is as it stands.

    >>> word("resolved")
    'resolved'
    >>> with in_language("zh"):
    ...     word("resolved")
    '已识别'
    """
    if language() == "zh":
        from coedu_zones.messages.zh import WORDS  # noqa: PLC0415 - as above

        return WORDS.get(known, known)
    return known


def word_of_kind(kind: str) -> str:
    """A kind of evidence as a person reads it: known as a whole, or made of words (``tail road stem``) and a year.

    >>> word_of_kind("tail road stem"), word_of_kind("terms of 2010")
    ('tail road stem', 'terms of 2010')
    """
    if language() == "en":
        return kind
    if kind.startswith("terms of "):
        return say("terms of {year}", year=kind.removeprefix("terms of "))
    found = word(kind)
    if found != kind:
        return found
    first, *parts = kind.split()
    if first not in {"lead", "gap", "tail"}:
        return found
    form = " ".join(parts[1:])
    return say("{where} {cue} {form}", where=word(first), cue=word(f"cue {parts[0]}"), form=word(f"as {form}"))


def listed(texts: Iterable[str], more: int = 0) -> str:
    """Texts in one line, and how many more there are.

    >>> listed(["北京市", "上海市"], 3)
    '北京市; 上海市; and 3 more'
    """
    names = say("; ").join(texts)
    return names + say("; and {more} more", more=more) if more > 0 else names


class Sentence(str):
    """A message that is kept: a text in the language of its making that can be given in the other one.

    >>> kept = Sentence("code {code}", code="360502")
    >>> with in_language("zh"):
    ...     kept, localized(kept)
    ('code 360502', '代码 360502')
    """

    __slots__ = ("language", "message", "values")

    message: str
    values: dict[str, Any]
    language: str

    def __new__(cls, message: str, /, **values: Any) -> Self:
        """Say a message, and keep what it was made of."""
        made = super().__new__(cls, say(message, **values))
        made.message, made.values, made.language = message, values, language()
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.message, self.values)


class Word(Sentence):
    """A word of data or programs among the values of a sentence, given by ``word``.

    >>> with in_language("zh"):
    ...     str(Word("rename"))
    '更名'
    """

    __slots__ = ()

    def __new__(cls, known: str) -> Self:
        """Say a word, and keep it."""
        made = str.__new__(cls, word(known))
        made.message, made.values, made.language = known, {}, language()
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Word, (self.message,)


def _again(message: str, values: dict[str, Any]) -> Sentence:
    return Sentence(message, **values)


def localized(text: Any) -> Any:
    """A text in the chosen language, if it is a sentence that was kept; anything else as it is."""
    if not isinstance(text, Sentence) or text.language == language():
        return text
    return Word(text.message) if isinstance(text, Word) else Sentence(text.message, **text.values)
