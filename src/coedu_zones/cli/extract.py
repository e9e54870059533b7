"""The command ``coedu-zones extract``: the places that a running text mentions."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import coedu_zones as cz
from coedu_zones.cli.grammar import Grammar, table
from coedu_zones.messages import say, word


def add_extract(commands: argparse._SubParsersAction[Grammar]) -> None:
    """Add the command to the grammar of the command line."""
    command = commands.add_parser(
        "extract", help=say("the places that a running text mentions"),
        description=say("The places that a running text mentions, in order, with the positions of their first character and "
        "of the one after the last. Exit code 1 when there is none."),
    )  # fmt: skip
    source = command.add_mutually_exclusive_group(required=True)
    source.add_argument("text", nargs="?", metavar="TEXT", help=say("the text, or - for standard input"))
    source.add_argument("--file", metavar="FILE", help=say("a text file in UTF-8"))
    command.add_argument("--within", metavar="PLACE", help=say("only places inside this one (a name or a code)"))
    command.add_argument("--level", choices=[level.value for level in cz.Level], help=say("only places of this level"))
    command.add_argument("--as-of", type=int, metavar="YEAR", help=say("the year whose divisions are meant"))
    command.add_argument(
        "--stems", action=argparse.BooleanOptionalAction,
        help=say("take every bare stem that means one place, or none (default: those that stand for a place in this text)"),
    )  # fmt: skip
    command.add_argument("--json", action="store_true", help=say("one JSON object per line"))
    command.set_defaults(run=extract_command)


def extract_command(args: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    if args.file is not None:
        text = Path(args.file).read_text("utf-8-sig")
    else:
        text = sys.stdin.read().removeprefix("\ufeff") if args.text == "-" else args.text
    mentions = cz.extract(text, within=args.within, level=args.level, as_of=args.as_of, stems=args.stems)
    if args.json:
        for found in mentions:
            print(
                json.dumps({"start": found.start, "end": found.end, **found.resolution.to_record()}, ensure_ascii=False)
            )
    elif mentions:
        rows = [tuple(map(word, ("start", "end", "text", "status", "path", "code")))]
        for found in mentions:
            meant = found.resolution
            path = meant.place.path_text if meant.place else say("; ").join(c.path_text for c in meant.candidates[:3])
            rows.append(
                (str(found.start), str(found.end), found.text, word(meant.status.value), path or "–", meant.code or "–")
            )
        print(table(rows))
    return 0 if mentions else 1
