"""What a text comes to: the outline, the decision that was made on it, and the township."""

from __future__ import annotations

from typing import NamedTuple

from coedu_zones.parse.decision import Decision
from coedu_zones.parse.tokens import Outline
from coedu_zones.parse.townships import Township


class Parsed(NamedTuple):
    """A decision, the outline that it was made on, and the township that the text names in the place."""

    outline: Outline
    decision: Decision
    township: Township | None = None
