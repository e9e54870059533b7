"""What every command shares: a parser that says what was meant, texts from standard input, tables."""

from __future__ import annotations

import argparse
import difflib
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NoReturn

from coedu_zones.cli.terminal import visible
from coedu_zones.messages import LANGUAGES, VARIABLE, language, language_of, say, template

_INVALID: Final = re.compile(r"argument (?P<what>[^:]+): invalid choice: '(?P<given>.*?)'")
_STDIN: Final = "-"
_ARGUMENT: Final = "argument "
#: Where the system says its language, the first that is set.
_LOCALE: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_PIECE: Final = re.compile(r"(?:[!-~]+|\S)[，。；：、）”]*|\s+")


def wanted_language(argv: Sequence[str]) -> str | None:
    """The language of a command line: what ``--lang`` says; else what is set for the process; else that of the system.

    A wrong ``--lang`` is left to the parser, which refuses it.
    """
    for at, text in enumerate(argv):
        name, has, value = text.partition("=")
        said = value if has else argv[at + 1] if at + 1 < len(argv) else ""
        if name == "--lang" and said in LANGUAGES:
            return said
        if text == "--":
            break
    if VARIABLE in os.environ or language() != LANGUAGES[0]:
        return None
    return language_of(next(filter(None, map(os.environ.get, _LOCALE)), ""))


def add_language(command: argparse.ArgumentParser) -> None:
    """Add the option of the language, which stands before a command or behind it."""
    command.add_argument(
        "--lang", choices=LANGUAGES, default=argparse.SUPPRESS,
        help=say("the language of help, messages and tables (default: COEDU_ZONES_LANG, else that of the system)"),
    )  # fmt: skip


class _Folding(argparse.HelpFormatter):
    """Help in the language that is set, folded by the columns of a terminal: a wide character takes two."""

    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Any, prefix: str | None = None
    ) -> None:
        """Begin with the word for usage."""
        super().add_usage(usage, actions, groups, say("usage: ") if prefix is None else prefix)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return super()._split_lines(text, width) if language() == "en" else folded(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if language() == "en":
            return super()._fill_text(text, width, indent)
        return "\n".join(indent + line for line in folded(text, width - len(indent)))


class _Examples(argparse.RawDescriptionHelpFormatter, _Folding):
    """The same for a command that shows examples, whose lines stay as they are."""


class Grammar(argparse.ArgumentParser):
    """An argument parser that speaks the language that is set and names the nearest command, option or value in its errors."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", _Examples if options.get("epilog") else _Folding)
        super().__init__(**options, add_help=False)
        self._positionals.title = say("positional arguments")
        self._optionals.title = say("options")
        self.add_argument("-h", "--help", action="help", help=say("show this help message and exit"))

    def error(self, message: str) -> NoReturn:
        """End with the usage, the error and what may have been meant."""
        invalid = _INVALID.match(message)
        if invalid:
            known = [
                str(c) for action in actions_of(self) if _called(action, invalid["what"]) for c in action.choices or ()
            ]
            message = say(
                "argument {what}: {given!r} is none of {known}{hint}",
                what=invalid["what"], given=invalid["given"], known=", ".join(known), hint=meant(invalid["given"], known),
            )  # fmt: skip
        self.print_usage(sys.stderr)
        self.exit(2, say("{program}: error: {message}\n", program=self.prog, message=_in_language(message)))

    def parse(self, argv: Sequence[str] | None = None) -> argparse.Namespace:
        """The arguments; an unknown option is named with the one of its command that is nearest."""
        args, extra = self.parse_known_args(argv)
        if extra:
            command = commands_of(self)[args.command]
            options = [option for action in actions_of(command) for option in action.option_strings]
            wrong = next((text for text in extra if text.startswith("-") and text != _STDIN), extra[0])
            hint = meant(wrong.partition("=")[0], options) if wrong.startswith("-") else ""
            command.error(say("unrecognized arguments: {extra}{hint}", extra=" ".join(extra), hint=hint))
        return args


def _in_language(message: str) -> str:
    """A message of argparse in the language that is set."""
    what, _, rest = message.removeprefix(_ARGUMENT).partition(": ")
    named = message.startswith(_ARGUMENT) and bool(rest)
    text = rest if named else message
    for english, pattern in _OF_ARGPARSE.items():
        if found := pattern.fullmatch(text):
            text = template(english).format(**found.groupdict())
            break
    return say("argument {what}: {said}", what=what, said=text) if named else text


def _pattern(message: str) -> re.Pattern[str]:
    """What a message looks like when it is filled."""
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.*)", re.escape(message)), re.DOTALL)


#: The messages of argparse, as they are met here.
_OF_ARGPARSE: Final = {
    message: _pattern(message)
    for message in (
        "the following arguments are required: {names}",
        "one of the arguments {names} is required",
        "ambiguous option: {option} could match {names}",
        "expected one argument",
        "expected at least one argument",
        "ignored explicit argument {value}",
        "not allowed with argument {other}",
        "invalid {kind} value: {value}",
    )
}


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
    return say("; did you mean {near}?", near=near[0]) if near else ""


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


def folded(text: str, columns: int) -> list[str]:
    """A text in lines of so many columns, broken between words and between Chinese characters.

    >>> folded("写入 FILE 的表格。", 10)
    ['写入 FILE', '的表格。']
    """
    lines = [""]
    for piece in _PIECE.findall(" ".join(text.split())):
        if width(lines[-1] + piece.rstrip()) > columns:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece if lines[-1] or piece.strip() else ""
    return lines


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as aligned columns, two spaces apart, whatever the width of the characters."""
    rows = [[visible(cell, lines=False) for cell in row] for row in rows]
    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell + " " * (widths[i] - width(cell)) for i, cell in enumerate(row)).rstrip() for row in rows
    )
