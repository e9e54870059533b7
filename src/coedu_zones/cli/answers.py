"""The options of an answer, the same for every command that resolves."""

from __future__ import annotations

import argparse
import re
from typing import Any, Final

from coedu_zones.errors import CoeduZonesError
from coedu_zones.messages import say
from coedu_zones.places.models import Level
from coedu_zones.resolution.answers import chosen_fields

#: How a parameter that is no option of the same name is said on the command line.
_SAID: Final = {
    "header=True": "--header", "header=False": "--no-header", "quotes=False": "--no-quotes", "guard=False": "--no-guard",
    "force=True": "--force", "from_year": "--from", "to_year": "--to",
}  # fmt: skip
_PARAMETERS: Final = (
    "column", "province", "prefecture", "county", "within", "level", "as_of", "split", "terms_of", "fields", "prefix", "header",
    "encoding", "output_encoding", "delimiter", "quotes", "sheet", "guard", "skip", "force", "report", "from_year", "to_year",
    "edition", "depth", "format",
)  # fmt: skip
_PARAMETER: Final = re.compile(
    rf"(?<![A-Za-z_])({'|'.join(_PARAMETERS)})=('[^']*'|\"[^\"]*\"|[\w.]+)?(, (?=(?:{'|'.join(_PARAMETERS)})=))?"
)


class UsageError(CoeduZonesError):
    """The command line asks for nothing, or for what there is not."""


def as_options(message: str) -> str:
    """A message that speaks of a function's parameters, as the command line says it.

    >>> as_options("say province='省', county='县', or skip=1"), as_options("within='朝阳区' may mean several places")
    ('say --province 省 --county 县, or --skip 1', '--within 朝阳区 may mean several places')
    """

    def option(found: re.Match[str]) -> str:
        name, value = found[1], (found[2] or "").strip("'\"")
        flag = _SAID.get(f"{name}={value}") or f"{_SAID.get(name) or '--' + name.replace('_', '-')} {value}".rstrip()
        return flag + (" " if found[3] else "")

    return _PARAMETER.sub(option, message)


def add_answer(command: argparse.ArgumentParser) -> None:
    """Add the options to a command."""
    answer = command.add_argument_group(say("answers"))
    answer.add_argument("--within", metavar="PLACE", help=say("keep only places inside this one (a name or a code)"))
    answer.add_argument("--level", choices=[level.value for level in Level], help=say("keep only places of this level"))
    answer.add_argument("--as-of", type=int, metavar="YEAR", help=say("the year that the texts come from"))
    answer.add_argument(
        "--split", choices=["main"], help=say("take the main successor of a former division that was split")
    )
    answer.add_argument(
        "--terms-of", type=_years, metavar="YEAR[,YEAR]",
        help=say("give the place in the terms of a year; of several, beside the place of today"),
    )  # fmt: skip
    answer.add_argument(
        "--fields", type=_list, metavar="FIELD,...", help=say("which fields (see the reference of columns)")
    )
    answer.add_argument("--candidates", action="store_true", help=say("add the candidates of each text"))


def answer_options(args: argparse.Namespace) -> dict[str, Any]:
    """The options that were said, as keywords of the functions."""
    return {
        "within": args.within, "level": args.level, "as_of": args.as_of, "split": args.split, "terms_of": args.terms_of,
    }  # fmt: skip


def check_fields(args: argparse.Namespace) -> None:
    """Check the fields that were said, before any work.

    Raises:
        UsageError: there is no such field.

    """
    terms = args.terms_of
    years = terms if isinstance(terms, list) else []
    try:
        chosen_fields(args.fields, candidates=args.candidates, in_terms=isinstance(terms, int), years=years)
    except ValueError as error:
        raise UsageError(str(error)) from error


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]


def _years(text: str) -> int | list[int]:
    """One year, or several between commas; with a comma behind it one year is a list too."""
    try:
        years = [int(part) for part in _list(text)]
    except ValueError:
        years = []
    if not years:
        raise argparse.ArgumentTypeError(
            say("{text!r}: expected a year such as 2010, or years such as 2010,2020", text=text)
        )
    return years[0] if len(years) == 1 and "," not in text else years
