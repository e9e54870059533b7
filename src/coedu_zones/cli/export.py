"""The command ``coedu-zones export``: the hierarchy for pickers and spreadsheets."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from coedu_zones.cli.grammar import Grammar
from coedu_zones.errors import UnresolvedNameError
from coedu_zones.lookup.divisions import data_version
from coedu_zones.lookup.tree import DEPTHS, TreeNode, tree
from coedu_zones.messages import say
from coedu_zones.resolver import resolve

_EXAMPLES: Final = """examples:
  coedu-zones export -o areas.json                            options for a picker
  coedu-zones export --placeholders -o areas.json             every county on the third level
  coedu-zones export --depth township --within 江西 -o 江西.xlsx
  coedu-zones export --as-of 2010 --format csv | head

JSON is nested: value, label, children. CSV and XLSX have one row per division, with
the code of its parent and the names of the levels above. XLSX needs:
pip install "coedu_zones[files]"
"""


def add_export(commands: argparse._SubParsersAction[Grammar]) -> None:
    """Add the command to the grammar of the command line."""
    command = commands.add_parser(
        "export", help=say("the hierarchy as nested options or as a table"), epilog=say(_EXAMPLES),
        description=say("Write the hierarchy, of today or of a year, as nested options for a picker or as a table."),
    )  # fmt: skip
    command.add_argument(
        "-o", "--output", metavar="FILE", help=say("the file to write (default: standard output, also -)")
    )
    command.add_argument(
        "--format", choices=("json", "csv", "xlsx"), help=say("(default: by the end of the file's name, else json)")
    )
    command.add_argument("--depth", choices=DEPTHS, default="county", help=say("the lowest level (county)"))
    command.add_argument(
        "--placeholders",
        action="store_true",
        help=say("put 市辖区, 县 and 省直辖县级行政区划 where lists of codes have them"),
    )
    command.add_argument(
        "--uncoded", action="store_true", help=say("also what lies in Hong Kong, Macao and Taiwan, under ids")
    )
    command.add_argument(
        "--as-of", type=int, metavar="YEAR", help=say("the hierarchy at the end of that year, from 1981 on")
    )
    command.add_argument("--within", metavar="PLACE", help=say("only what lies in this place (a name or a code)"))
    command.add_argument(
        "--output-encoding", metavar="ENCODING", help=say("of CSV (default: UTF-8, in a file with a byte order mark)")
    )
    command.add_argument("--force", action="store_true", help=say("replace existing output"))
    command.set_defaults(run=export_command)


def export_command(args: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    from coedu_zones.files.errors import table_error  # noqa: PLC0415 - only this command needs them
    from coedu_zones.files.textfile import Encoding, wanted_output  # noqa: PLC0415
    from coedu_zones.files.tree_file import TreeTable, format_of, options_json, save_tree  # noqa: PLC0415

    output = None if args.output in {None, "-"} else Path(args.output)
    form = format_of(output, args.format)
    if args.output_encoding and form != "csv":
        raise table_error("--output-encoding is for CSV; {form} has an encoding of its own", form=form)
    holders: tuple[TreeNode, ...] = ()
    nodes = tree(depth=args.depth, placeholders=args.placeholders, uncoded=args.uncoded, as_of=args.as_of)
    if args.within is not None:
        holders = _holders(nodes, args.within, args.as_of)
        nodes = list(holders[-1].children)
        if not nodes:
            raise table_error(
                "--within {within}: nothing lies in {holders} down to the {depth}; say a lower --depth",
                within=args.within,
                holders=holders[-1],
                depth=args.depth,
            )
    table = TreeTable(nodes, args.depth, holders)
    if output is not None:
        save_tree(nodes, output, form, table, encoding=args.output_encoding, force=args.force)
        when = (
            say("data {version}", version=data_version())
            if args.as_of is None
            else say("end of {year}", year=args.as_of)
        )
        number = len(table.rows)
        sys.stderr.write(
            say("{number:,} entries ({when}) written to {output}\n", number=number, when=when, output=output)
        )
        return 0
    wanted = wanted_output(args.output_encoding) if args.output_encoding else Encoding("utf-8", bom=False)
    sys.stdout.buffer.write(options_json(nodes) if form == "json" else table.csv(wanted, "\n"))
    return 0


def _holders(nodes: list[TreeNode], within: str, as_of: int | None) -> tuple[TreeNode, ...]:
    """The nodes from a province down to a place.

    Raises:
        AmbiguousNameError: the text may mean several places.
        UnresolvedNameError: it names no place, or one that the tree does not hold.

    """
    place = resolve(within, as_of=as_of).one()
    for node in nodes:
        for chain in node.walk():
            if chain[-1].code == place.id:
                return chain
    raise UnresolvedNameError(
        say(
            "--within {within}: {place} is below the lowest level of this tree, or is no division",
            within=within,
            place=place,
        )
    )
