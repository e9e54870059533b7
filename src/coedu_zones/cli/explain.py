"""The command ``coedu-zones explain``: why a text is read as it is."""

from __future__ import annotations

import argparse

import coedu_zones as cz
from coedu_zones.cli.grammar import Grammar, given
from coedu_zones.messages import say


def add_explain(commands: argparse._SubParsersAction[Grammar]) -> None:
    """Add the command to the grammar of the command line."""
    command = commands.add_parser(
        "explain", help=say("why a text is read as it is"),
        description=say("The two best readings of each text beside one another, observation by observation; for a code or a text "
        "in Latin letters, which are not weighed, the steps that led to the answer."),
    )  # fmt: skip
    command.add_argument("texts", nargs="+", metavar="TEXT", help=say("a text, or - for the lines of standard input"))
    command.add_argument("--within", metavar="PLACE", help=say("keep only places inside this one (a name or a code)"))
    command.add_argument(
        "--level", choices=[level.value for level in cz.Level], help=say("keep only places of this level")
    )
    command.add_argument("--as-of", type=int, metavar="YEAR", help=say("the gazetteer of that year"))
    command.set_defaults(run=explain_command)


def explain_command(args: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    for number, text in enumerate(given(args.texts)):
        found = cz.resolve(text, within=args.within, level=args.level, as_of=args.as_of)
        print("\n" * bool(number) + str(found))
        if is_weighed(found):
            print(cz.explain(text, within=args.within, level=args.level, as_of=args.as_of))
        else:
            print("\n".join(f"  {step}" for step in found.trace))
    return 0


def is_weighed(found: cz.Resolution) -> bool:
    """Whether the readings of a text are weighed: one in Chinese characters that is no code."""
    return found.method is not cz.Method.CODE and any("\u3400" <= char <= "\u9fff" for char in found.text)
