"""``python -m coedu_zones.cli``."""

import sys

from coedu_zones.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
