"""What every command shares: a parser that says what was meant, texts from standard input, tables."""

from __future__ import annotations

import argparse
import difflib
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NoReturn

from coedu_zones.cli.terminal import visible

_INVALID: Final = re.compile(r"argument (?P<what>[^:]+): invalid choice: '(?P<given>.*?)'")
_STDIN: Final = "-"


class Grammar(argparse.ArgumentParser):
    """An argument parser that names the nearest command, option or value in its errors."""

    def error(self, message: str) -> NoReturn:
        """End with the usage, the error and what may have been meant."""
        invalid = _INVALID.match(message)
        if invalid:
            known = [
                str(c) for action in actions_of(self) if _called(action, invalid["what"]) for c in action.choices or ()
            ]
            message = f"argument {invalid['what']}: {invalid['given']!r} is none of {', '.join(known)}{meant(invalid['given'], known)}"
        super().error(message)

    def parse(self, argv: Sequence[str] | None = None) -> argparse.Namespace:
        """The arguments; an unknown option is named with the one of its command that is nearest."""
        args, extra = self.parse_known_args(argv)
        if extra:
            command = commands_of(self)[args.command]
            options = [option for action in actions_of(command) for option in action.option_strings]
            wrong = next((text for text in extra if text.startswith("-") and text != _STDIN), extra[0])
            hint = meant(wrong.partition("=")[0], options) if wrong.startswith("-") else ""
            command.error(f"unrecognized arguments: {' '.join(extra)}{hint}")
        return args


def actions_of(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """The options and arguments of a parser."""
    return parser._actions  # noqa: SLF001 - argparse has no public way to its own list


def commands_of(parser: argparse.ArgumentParser) -> dict[str, Grammar]:
    """The commands of a parser by name."""
    return {
        name: command
        for action in actions_of(parser) if isinstance(action, argparse._SubParsersAction)  # noqa: SLF001 - as above
        for name, command in action.choices.items()
    }  # fmt: skip


def meant(given: str, known: Iterable[str]) -> str:
    """The end of an error message that names what is most like a wrong word; empty where nothing is.

    >>> meant("resolv", ["resolve", "annotate"]), meant("xyz", ["resolve"])
    ('; did you mean resolve?', '')
    """
    near = difflib.get_close_matches(given, list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _called(action: argparse.Action, what: str) -> bool:
    """Whether an error message means an action by these words: COMMAND; --level; -o/--output."""
    return what in {action.metavar, action.dest, "/".join(action.option_strings)}


def given(texts: Iterable[str]) -> Iterator[str]:
    """Texts of a command line; for ``-`` the lines of standard input, one by one as they come."""
    for text in texts:
        if text == _STDIN:
            for number, line in enumerate(sys.stdin):
                yield line.removesuffix("\n").removesuffix("\r").removeprefix("" if number else "\ufeff")
        else:
            yield text


def width(text: str) -> int:
    """The columns that a text takes on a terminal: a wide character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as aligned columns, two spaces apart, whatever the width of the characters."""
    rows = [[visible(cell, lines=False) for cell in row] for row in rows]
    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell + " " * (widths[i] - width(cell)) for i, cell in enumerate(row)).rstrip() for row in rows
    )
