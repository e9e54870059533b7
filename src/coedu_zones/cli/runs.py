"""What the commands that work on a whole table share: the options of files, a progress bar, a clean end."""

from __future__ import annotations

import argparse
import csv
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from types import FrameType
from typing import IO, Any, Final, TypeVar

from coedu_zones.cli.terminal import visible
from coedu_zones.messages import say

_EVERY: Final = 0.1
_Summary = TypeVar("_Summary")


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
        said = say(
            "{share:4.0%} {done:,} of {rows:,} rows, {left:.0f} s left", share=share, done=done, rows=rows, left=left
        )
        self._out.write(f"\r{bar} {said} \x1b[K")
        self._out.flush()

    def close(self) -> None:
        """Take the bar off the terminal."""
        if self._live:
            self._out.write("\r\x1b[K")
            self._out.flush()


def add_files(command: argparse.ArgumentParser, default: str) -> None:
    """Add the table to read and what is written."""
    command.add_argument("source", metavar="FILE", help=say("the table to read, or - for CSV on standard input"))
    command.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help=say("the table to write (default: {default}), or - for CSV on standard output", default=default),
    )
    command.add_argument("--report", metavar="PAGE", help=say("also write an HTML page with the figures"))
    command.add_argument("--force", action="store_true", help=say("replace existing output"))


def add_reading(command: argparse.ArgumentParser) -> None:
    """Add the options of how files are read and written."""
    files = command.add_argument_group(say("files"))
    header = files.add_mutually_exclusive_group()
    header.add_argument("--header", action="store_const", const=True, help=say("the first row holds the column names"))
    header.add_argument("--no-header", dest="header", action="store_const", const=False, help=say("there are no names"))
    files.add_argument(
        "--skip", type=int, metavar="ROWS", help=say("above the header, such as a title; left out (default: found)")
    )
    files.add_argument("--encoding", help=say("of a text file (default: found from its bytes)"))
    files.add_argument("--output-encoding", metavar="ENCODING", help=say("(default: that of the source, or UTF-8)"))
    files.add_argument(
        "--delimiter", metavar="CHARACTER", help=say("between cells (default: found from the first rows)")
    )
    files.add_argument("--no-quotes", dest="quotes", action="store_false", help=say('read " as a plain character'))
    files.add_argument("--sheet", metavar="NAME", help=say("the sheet of a workbook"))
    files.add_argument(
        "--no-guard", dest="guard", action="store_false",
        help=say("write texts that begin with = + - @ bare, although a spreadsheet may run them"),
    )  # fmt: skip


@contextmanager
def _as_program(longest: int) -> Iterator[None]:
    """What a program may set and a library may not: cells as long as the outline of a county, and a clean end.

    A signal to stop ends it by an error, so that no temporary file is left.
    """

    def stop(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    signals = [getattr(signal, name) for name in names]
    # what is ignored, as under nohup, stays so
    before = {number: signal.signal(number, stop) for number in signals if signal.getsignal(number) is signal.SIG_DFL}
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
    from coedu_zones.files.outfile import work_folder  # noqa: PLC0415 - only these commands need it

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


def run(work: Callable[..., _Summary], args: argparse.Namespace, output: str | None, **options: Any) -> _Summary:
    """Do a work on the table of a command, with a progress bar, and say the figures."""
    from coedu_zones.files.limits import MAX_ROW  # noqa: PLC0415 - only these commands need it

    bar = Bar(sys.stderr)
    with (
        closing(bar),
        _as_program(MAX_ROW),
        _files(args.source, output, args.output_encoding) as (source, target, output_encoding),
    ):
        summary = work(
            source, target, header=args.header, encoding=args.encoding, output_encoding=output_encoding,
            delimiter=args.delimiter, quotes=args.quotes, sheet=args.sheet, guard=args.guard, skip=args.skip,
            force=args.force, report=args.report, progress=bar, **options,
        )  # fmt: skip
    sys.stderr.write(f"{visible(str(summary))}\n")
    if args.report:
        sys.stderr.write(visible(say("  report: {page}\n", page=args.report)))
    return summary
