"""The command ``coedu-zones search``: the places that a few letters or characters may be the beginning of."""

from __future__ import annotations

import argparse
import json

from coedu_zones.cli.grammar import Grammar, table
from coedu_zones.lookup.suggest import search
from coedu_zones.messages import say, word
from coedu_zones.places.models import Level


def add_search(commands: argparse._SubParsersAction[Grammar]) -> None:
    """Add the command to the grammar of the command line."""
    command = commands.add_parser(
        "search", help=say("the places that a text may be the beginning of"),
        description=say("The places that a text may be the beginning of, best first: a name or a path, in characters, "
        "pinyin, initials or English. Several words are one query. Exit code 1 when nothing fits."),
    )  # fmt: skip
    command.add_argument("query", nargs="+", metavar="QUERY", help=say("such as 江西省新, xinyu ys, ysq"))
    command.add_argument("--limit", type=_count, default=10, metavar="N", help=say("the greatest number of hits (10)"))
    command.add_argument("--within", metavar="PLACE", help=say("only places in this one (a name or a code)"))
    command.add_argument("--level", choices=[level.value for level in Level], help=say("only divisions of this level"))
    command.add_argument("--json", action="store_true", help=say("one JSON object per line"))
    command.set_defaults(run=search_command)


def search_command(args: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    hits = search(" ".join(args.query), args.limit, within=args.within, level=args.level)
    if args.json:
        for hit in hits:
            print(json.dumps(hit.to_record(), ensure_ascii=False))
    elif hits:
        print(
            table(
                [
                    tuple(map(word, ("path", "code", "score", "why"))),
                    *((h.path_text, h.code or h.id, f"{h.score:g}", h.reason) for h in hits),
                ]
            )
        )
    return 0 if hits else 1


def _count(text: str) -> int:
    """A number from 1 on.

    Raises:
        argparse.ArgumentTypeError: it is none.

    """
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(say("{text!r} is no number from 1 on", text=text))
    return int(text)
