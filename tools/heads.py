"""Builds ``heads.tsv`` and ``head_profiles.tsv``: what the parser decides of every division's usual names before each
kind of tail.

The tables are made by the parser from the other shipped tables, so they are built after them. A head is prepared
where its answer is one place of today, read by its names in force, that no closer look may change. Heads with the
same scores, method and depth share a profile; the score that most kinds have stands first in it.
"""

from __future__ import annotations

import gc
import sys
from collections import Counter
from pathlib import Path

from coedu_zones.parse.decision import Option, is_sure
from coedu_zones.parse.glance import Head
from coedu_zones.parse.kinds import BEHIND
from coedu_zones.parse.names import is_former
from coedu_zones.parse.outcome import READ, method_of, score_of, unread
from coedu_zones.parse.parsed import Settled
from coedu_zones.parse.parser import Parser
from coedu_zones.parse.prepared import ASK, CLOSER, FORMS, NO_FORM, UNSETTLED, forms_of, stem_at
from coedu_zones.resolver import Normalizer
from tools.tables import render

HEADS, PROFILES = "heads.tsv", "head_profiles.tsv"


def build() -> dict[str, bytes]:
    """Both tables."""
    gc.disable()  # the decisions are all kept until the end
    normalizer = Normalizer()
    parser, gazetteer = normalizer.parser, normalizer.gazetteer
    kinds = parser.glances.kinds.all
    profiles: dict[tuple[str, str, str], int] = {}
    taken: set[str] = set()
    lines = []
    for code in gazetteer.rows:
        numbers = dict.fromkeys(FORMS, NO_FORM)
        for form, text in forms_of(gazetteer, code):
            heads = parser.heads()
            head = parser.glances.head(text, heads)
            if head.end != len(text) or text in taken or head.weak != stem_at(text, gazetteer.rows[code]):
                continue
            found = profile(parser, head, code, kinds)
            if found:
                taken.add(text)
                numbers[form] = str(profiles.setdefault(found, len(profiles)))
        if set(numbers.values()) != {NO_FORM}:
            lines.append((code, " ".join(numbers.values())))
        parser.forget()
    return {
        HEADS: render(("code", f"profiles of {' '.join(FORMS)}"), lines),
        PROFILES: render(("method", "deep", "scores"), profiles),
    }


def profile(parser: Parser, head: Head, code: str, kinds: tuple[str, ...]) -> tuple[str, str, str] | None:
    """The method, the depth and the scores of a head; none where it means another place, or nothing is settled."""
    scores: dict[str, str] = {}
    methods = set()
    for kind in kinds:
        settled = parser.glances.settled(head, kind, parser.heads())
        option = settled.decision.options[0] if settled else None
        if settled is None or option is None:
            scores[kind] = UNSETTLED
        elif not is_usual(head, kind, settled) or (
            settled.open and not (is_sure(option) or is_inside_one(parser, option))
        ):
            scores[kind] = CLOSER if settled.open else ASK
        elif option.place != code:
            return None
        else:
            scores[kind] = CLOSER * settled.open + str(score_of(option))
            methods.add(method_of(option).value)
    if len(methods) != 1 or (head.deep and scores[BEHIND] == ASK):
        return None
    usual = Counter(scores.values()).most_common(1)[0][0]
    others = (f"{kind}={score}" for kind, score in scores.items() if score != usual)
    return methods.pop(), str(int(head.deep)), " ".join((usual, *others))


def is_usual(head: Head, kind: str, settled: Settled) -> bool:
    """Whether a decision leaves one place of today, and nothing unread but what stands behind the names."""
    first, *others = settled.decision.options
    behind = (first.reading.names[-1].end, len(settled.shape))
    left = () if kind in READ else (behind,)
    return (
        settled.end == head.end
        and not others
        and not is_former(first.entry.place)
        and tuple(unread(first.reading, settled.shape)) == left
    )


def is_inside_one(parser: Parser, option: Option) -> bool:
    """Whether a place lies in another, in which a further name may be meant instead of a stem."""
    return len(parser.index.ancestors[option.place]) > 1


def main() -> None:
    for name, body in build().items():
        Path(sys.argv[1], name).write_bytes(body)


if __name__ == "__main__":
    main()
