"""``python -m coedu_zones.cli``."""

import sys

from coedu_zones.cli import main

if __name__ == "__main__":
    sys.exit(main())
