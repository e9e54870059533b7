"""The command line's way in, which can be stopped at any time: ``coedu-zones``, ``python -m coedu_zones``."""

from __future__ import annotations

import signal
import sys
from types import FrameType


def main() -> int:
    """Run the command line; returns the exit code."""
    stopped: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        stopped.append(number)

    try:
        # a compiled module that is stopped while it loads does not end cleanly: the stop waits for it
        before = signal.signal(signal.SIGINT, note)
        try:
            import pydantic_core  # noqa: F401, PLC0415

            from coedu_zones.cli import main as run  # noqa: PLC0415
        finally:
            signal.signal(signal.SIGINT, before)
        if not stopped:
            return run()
    except KeyboardInterrupt:
        pass
    sys.stderr.write("coedu-zones: stopped\n")
    return 130


if __name__ == "__main__":
    sys.exit(main())
