"""The command ``coedu-zones convert``: a table with codes of one year in, the same with those of another out."""

from __future__ import annotations

import argparse
import sys
from typing import Final

from coedu_zones.cli.grammar import Grammar
from coedu_zones.cli.runs import add_files, add_reading, run
from coedu_zones.gazetteer.editions import EDITIONS
from coedu_zones.messages import LANGUAGES, say

_EXAMPLES: Final = """examples:
  coedu-zones convert panel.csv --column code --from 2015 --to 2024 > converted.csv
  coedu-zones convert survey.places.xlsx --from 2026 --to 2010 -o survey.2010.xlsx

The second takes what annotate wrote: without --column the codes are those of
place_code. Formats and encodings are those of annotate.

exit codes: 0 done; 1 when some codes were none in the first year (blank cells do
not count); 2 wrong usage, or a file that cannot be read or written.
"""


def add_convert(commands: argparse._SubParsersAction[Grammar]) -> None:
    """Add the command to the grammar of the command line."""
    command = commands.add_parser(
        "convert", help=say("codes of one year in the codes of another"), epilog=say(_EXAMPLES),
        description=say("Add to every row of a table its code of one year in the codes of another. No row is lost or moved."),
    )  # fmt: skip
    add_files(command, say("CSV on standard output"))
    command.add_argument(
        "--column", metavar="COLUMN", help=say("the column of the codes, by name or by position from 1 (place_code)")
    )
    command.add_argument(
        "--from", dest="from_year", type=int, required=True, metavar="YEAR", help=say("whose codes these are")
    )
    command.add_argument(
        "--to", dest="to_year", type=int, required=True, metavar="YEAR", help=say("whose codes are wanted")
    )
    command.add_argument(
        "--edition", choices=EDITIONS, help=say("whose codes these are, where published lists disagree")
    )
    command.add_argument("--prefix", default="", help=say("what the new columns' names begin with"))
    command.add_argument("--headings", choices=LANGUAGES, help=say("the language of the new columns' names (en)"))
    add_reading(command)
    command.set_defaults(run=convert_command)


def convert_command(args: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    from coedu_zones.files import convert_file  # noqa: PLC0415 - only this command needs it

    summary = run(
        convert_file, args, args.output or "-", column=args.column, from_year=args.from_year, to_year=args.to_year,
        edition=args.edition, prefix=args.prefix, lang=args.headings,
    )  # fmt: skip
    if summary.unknown:
        said = (
            say("1 row holds no division code of {year}", year=args.from_year)
            if summary.unknown == 1
            else say("{rows:,} rows hold no division code of {year}", rows=summary.unknown, year=args.from_year)
        )
        print(f"coedu-zones: {said}", file=sys.stderr)
    return 1 if summary.unknown else 0
