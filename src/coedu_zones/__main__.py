"""``python -m coedu_zones``: the command line where its script is not on the path."""

import sys

from coedu_zones.cli import main

if __name__ == "__main__":
    sys.exit(main())
