"""The command line's way in, which loads nothing before it can be stopped: ``coedu-zones``, ``python -m coedu_zones``."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; returns the exit code."""
    try:
        from coedu_zones.cli import main as run  # noqa: PLC0415 - see above

        return run()
    except KeyboardInterrupt:
        sys.stderr.write("coedu-zones: stopped\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
