"""The command ``coedu-zones zones``: the list of zones, or those that cover a place."""

from __future__ import annotations

import argparse
import json

import coedu_zones as cz
from coedu_zones.cli.grammar import Grammar, table
from coedu_zones.messages import say, word


def add_zones(commands: argparse._SubParsersAction[Grammar]) -> None:
    """Add the command to the grammar of the command line."""
    command = commands.add_parser(
        "zones", help=say("the zones, all or of a place"),
        description=say("The zones in the order of the notice: all, those inside a place, or those that cover one. "
        "Exit code 1 when there is none."),
    )  # fmt: skip
    chosen = command.add_mutually_exclusive_group()
    chosen.add_argument("--within", metavar="PLACE", help=say("only zones inside this place (a name or a code)"))
    chosen.add_argument(
        "--province", metavar="NAME", help=say("only zones of this row heading of the notice, such as 江西 or 兵团")
    )
    chosen.add_argument(
        "--covering", metavar="PLACE", help=say("only zones that cover this place or lie in it, and how")
    )
    command.add_argument("--kind", choices=[kind.value for kind in cz.ZoneKind], help=say("only zones of this kind"))
    command.add_argument("--json", action="store_true", help=say("one JSON object per line"))
    command.set_defaults(run=zones_command)


def zones_command(args: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    if args.covering is not None:
        found = [(covered.zone, covered.how.value) for covered in cz.zones_covering(args.covering)]
    else:
        found = [(zone, "") for zone in cz.zones(province=args.province, within=args.within)]
    found = [(zone, how) for zone, how in found if args.kind in {None, zone.kind.value}]
    if args.json:
        for zone, how in found:
            print(json.dumps(zone.to_record() | ({"how": how} if how else {}), ensure_ascii=False))
    elif found:
        rows = [tuple(map(word, ("number", "listed under", "zone", "kind", "path", "how")))]
        rows += [
            (str(z.number), z.listed_under, z.name, word(z.kind.value), z.path_text, word(how)) for z, how in found
        ]
        print(table(rows if args.covering is not None else [row[:-1] for row in rows]))
    return 0 if found else 1
