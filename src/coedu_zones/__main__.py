"""The command line, as ``python -m coedu_zones``."""

from __future__ import annotations

import sys

from coedu_zones.cli import main

sys.exit(main())
