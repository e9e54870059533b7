"""How a rival is spoken to: texts as JSON lines in, answers as JSON lines out.

A rival runs in a virtual environment of its own, started as
``python -m benchmarks.rivals.<name>``. Each input line is one JSON string; each
output line is ``{"province": …, "city": …, "county": …}`` with ``null`` for what
the rival does not say; the last line is ``{"seconds": …}``, the time for all
texts without loading.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence

Names = tuple[object, object, object]
WARM_UP = "河南省洛阳市"


def serve(answer_all: Callable[[Sequence[str]], Iterable[Names]]) -> None:
    """Answer standard input with ``answer_all``, which maps texts to names, in order."""
    texts = [json.loads(line) for line in sys.stdin if line.strip()]
    out, sys.stdout = sys.stdout, sys.stderr  # a rival may print what it likes; answers go to ``out``
    list(answer_all([WARM_UP]))
    start = time.perf_counter()
    answers = list(answer_all(texts))
    seconds = time.perf_counter() - start
    for names in answers:
        record = dict(zip(("province", "city", "county"), map(_said, names), strict=True))
        out.write(json.dumps(record, ensure_ascii=False) + "\n")
    out.write(json.dumps({"seconds": seconds}) + "\n")


def _said(name: object) -> str | None:
    """The name, or ``None`` for the many ways of saying nothing (NaN among them)."""
    return name if isinstance(name, str) and name else None
