"""The command ``coedu-zones annotate``: a table in, the same table with its places out."""

from __future__ import annotations

import argparse
from typing import Final

from coedu_zones.cli.answers import add_answer, answer_options, check_fields
from coedu_zones.cli.grammar import Grammar
from coedu_zones.cli.runs import add_files, add_reading, run
from coedu_zones.messages import LANGUAGES, say

_EXAMPLES: Final = """examples:
  coedu-zones annotate schools.csv --column 地址 -o out.parquet
  coedu-zones annotate schools.xlsx --province 省 --prefecture 市 --county 县 --report report.html
  coedu-zones annotate survey.csv --province 省 --prefecture 市 --county 县 --terms-of 2010,2020
  zcat big.csv.gz | coedu-zones annotate - --column 地址 > places.csv

Formats by the end of the name: .csv .tsv .txt .jsonl .parquet .xlsx. Parquet and
XLSX need: pip install "coedu_zones[files]"

exit codes: 0 done; 1 with --strict when some rows did not resolve (blank ones do
not count); 2 wrong usage, or a file that cannot be read or written.
"""


def add_annotate(commands: argparse._SubParsersAction[Grammar]) -> None:
    """Add the command to the grammar of the command line."""
    command = commands.add_parser(
        "annotate", help=say("add to every row of a table what its place means"), epilog=say(_EXAMPLES),
        description=say("Add to every row of a table what its place means. No row is lost or moved; "
        "the output appears at the end, whole."),
    )  # fmt: skip
    add_files(command, "NAME.places.SUFFIX")
    command.add_argument("--strict", action="store_true", help=say("exit with 1 when some rows did not resolve"))
    columns = command.add_argument_group(
        say("columns"), say("by name, or by position from 1; several are joined in order")
    )
    columns.add_argument("--province", metavar="COLUMN", help=say("the column of the province 省"))
    columns.add_argument("--prefecture", metavar="COLUMN", help=say("the column of the prefecture 市"))
    columns.add_argument("--county", metavar="COLUMN", help=say("the column of the county 县"))
    columns.add_argument(
        "--column", metavar="COLUMN", help=say("the column of the place, or of the rest of the address")
    )
    columns.add_argument("--prefix", help=say("what the new columns' names begin with (place_)"))
    columns.add_argument("--headings", choices=LANGUAGES, help=say("the language of the new columns' names (en)"))
    add_answer(command)
    add_reading(command)
    command.set_defaults(run=annotate_command)


def annotate_command(args: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    from coedu_zones.files import annotate  # noqa: PLC0415 - only this command needs it

    check_fields(args)
    summary = run(
        annotate, args, args.output, column=args.column, province=args.province, prefecture=args.prefecture,
        county=args.county, prefix=args.prefix, fields=args.fields, candidates=args.candidates, lang=args.headings,
        **answer_options(args),
    )  # fmt: skip
    return 1 if args.strict and summary.not_resolved else 0
