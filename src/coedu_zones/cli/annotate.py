"""The command ``coedu-zones annotate``: a table in, the same table with its places out."""

from __future__ import annotations

import argparse
import csv
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from types import FrameType
from typing import IO, Final

from coedu_zones.cli.terminal import visible
from coedu_zones.places.models import Level

_EXAMPLES: Final = """examples:
  coedu-zones annotate schools.csv --column 地址 -o out.parquet
  coedu-zones annotate schools.xlsx --province 省 --prefecture 市 --county 县 --report report.html
  zcat big.csv.gz | coedu-zones annotate - --column 地址 > places.csv

Formats by the end of the name: .csv .tsv .txt .jsonl .parquet .xlsx. Parquet and
XLSX need: pip install 'coedu_zones[files]'

exit codes: 0 done; 1 with --strict when some rows did not resolve (blank ones do
not count); 2 wrong usage, or a file that cannot be read or written.
"""
_EVERY: Final = 0.1


class Bar:
    """A progress bar on one line of a terminal; silent where there is no terminal."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out
        self._live = out.isatty()
        self._started = self._last = time.monotonic()

    def __call__(self, done: int, rows: int) -> None:
        """Show how far the run is."""
        now = time.monotonic()
        if not self._live or (now - self._last < _EVERY and done < rows):
            return
        self._last = now
        share = done / rows if rows else 1.0
        left = (now - self._started) * (1 - share) / share if share else 0.0
        bar = ("█" * round(share * 24)).ljust(24, "░")
        self._out.write(f"\r{bar} {share:4.0%} {done:,} of {rows:,} rows, {left:.0f} s left \x1b[K")
        self._out.flush()

    def close(self) -> None:
        """Take the bar off the terminal."""
        if self._live:
            self._out.write("\r\x1b[K")
            self._out.flush()


def add_annotate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the grammar of the command line."""
    command = commands.add_parser(
        "annotate", help="add to every row of a table what its place means", epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Add to every row of a table what its place means. No row is lost or moved; "
        "the output appears at the end, whole.",
    )  # fmt: skip
    command.add_argument("source", metavar="FILE", help="the table to read, or - for CSV on standard input")
    command.add_argument("-o", "--output", metavar="FILE", help="the table to write (default: NAME.places.SUFFIX), or - for CSV on standard output")
    command.add_argument("--report", metavar="PAGE", help="also write an HTML page with the figures")
    command.add_argument("--force", action="store_true", help="replace existing output")
    command.add_argument("--strict", action="store_true", help="exit with 1 when some rows did not resolve")
    _add_columns(command)
    _add_reading(command)
    command.set_defaults(run=annotate_command)


def _add_columns(command: argparse.ArgumentParser) -> None:
    columns = command.add_argument_group("columns", "by name, or by position from 1; several are joined in order")
    columns.add_argument("--province", metavar="COLUMN", help="the column of the province 省")
    columns.add_argument("--prefecture", metavar="COLUMN", help="the column of the prefecture 市")
    columns.add_argument("--county", metavar="COLUMN", help="the column of the county 县")
    columns.add_argument("--column", metavar="COLUMN", help="the column of the place, or of the rest of the address")
    columns.add_argument("--prefix", default="place_", help="what the new columns' names begin with (place_)")
    columns.add_argument("--within", metavar="PLACE", help="keep only places inside this one (a name or a code)")
    columns.add_argument("--level", choices=[level.value for level in Level], help="keep only places of this level")


def _add_reading(command: argparse.ArgumentParser) -> None:
    files = command.add_argument_group("files")
    header = files.add_mutually_exclusive_group()
    header.add_argument("--header", action="store_const", const=True, help="the first row holds the column names")
    header.add_argument("--no-header", dest="header", action="store_const", const=False, help="there are no names")
    files.add_argument("--skip", type=int, metavar="ROWS", help="above the header, such as a title; left out (default: found)")
    files.add_argument("--encoding", help="of a text file (default: found from its bytes)")
    files.add_argument("--output-encoding", metavar="ENCODING", help="(default: that of the source, or UTF-8)")
    files.add_argument("--delimiter", metavar="CHARACTER", help="between cells (default: found from the first rows)")
    files.add_argument("--no-quotes", dest="quotes", action="store_false", help='read " as a plain character')
    files.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook")
    files.add_argument(
        "--no-guard", dest="guard", action="store_false",
        help="write texts that begin with = + - @ bare, although a spreadsheet may run them",
    )  # fmt: skip


@contextmanager
def _as_program(longest: int) -> Iterator[None]:
    """What a program may set and a library may not: cells as long as the outline of a county, and a clean end.

    Told to stop it ends by an error, so that no temporary file is left.
    """

    def stop(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    told = [getattr(signal, name) for name in names]
    # what is ignored, as under nohup, stays so
    before = {number: signal.signal(number, stop) for number in told if signal.getsignal(number) is signal.SIG_DFL}
    limit = csv.field_size_limit(longest)
    try:
        yield
    finally:
        csv.field_size_limit(limit)
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _files(source: str, output: str | None, encoding: str | None) -> Iterator[tuple[str, str | None, str | None]]:
    """The files of a run and the encoding of its output; ``-`` is CSV, and is written in UTF-8.

    It is kept in a temporary file, because a table is read twice and written whole.
    """
    from coedu_zones.files.outfile import work_folder  # noqa: PLC0415 - as below

    if source != "-" and output != "-":
        yield source, output, encoding
        return
    with work_folder() as folder:
        read, written = folder / "stdin.csv", folder / "stdout.csv"
        if source == "-":
            with read.open("wb") as file:
                shutil.copyfileobj(sys.stdin.buffer, file)
        origin = str(read) if source == "-" else source
        if output != "-" and (output is not None or source != "-"):
            yield origin, output, encoding
            return
        yield origin, str(written), encoding or "utf-8"
        with written.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)


def annotate_command(args: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    from coedu_zones.files import annotate  # noqa: PLC0415 - only this command needs it
    from coedu_zones.files.limits import MAX_ROW  # noqa: PLC0415

    bar = Bar(sys.stderr)
    with closing(bar), _as_program(MAX_ROW), _files(
        args.source, args.output, args.output_encoding
    ) as (source, output, output_encoding):
        summary = annotate(
            source, output, column=args.column, province=args.province, prefecture=args.prefecture,
            county=args.county, within=args.within, level=args.level, prefix=args.prefix, header=args.header,
            encoding=args.encoding, output_encoding=output_encoding, delimiter=args.delimiter,
            quotes=args.quotes, sheet=args.sheet, guard=args.guard, skip=args.skip, force=args.force, report=args.report,
            progress=bar,
        )  # fmt: skip
    sys.stderr.write(f"{visible(str(summary))}\n")
    if args.report:
        sys.stderr.write(visible(f"  report: {args.report}\n"))
    return 1 if args.strict and summary.not_resolved else 0
