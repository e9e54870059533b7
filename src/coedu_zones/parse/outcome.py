"""A decision → what the caller gets: candidates with evidence, the remainder, and the trace with its weights."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from coedu_zones.changes.lineage import History, Period
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.gazetteer.township_divisions import township
from coedu_zones.messages import Sentence, Word
from coedu_zones.parse.characters import Slip
from coedu_zones.parse.decision import Decision, Note, Option
from coedu_zones.parse.forms import Form
from coedu_zones.parse.names import Entry, NameIndex
from coedu_zones.parse.parsed import Parsed
from coedu_zones.parse.readings import Reading
from coedu_zones.parse.text import NormalizedName
from coedu_zones.places.models import Division
from coedu_zones.resolution import Candidate, Method, Status, Step, Steps

_METHODS: Final = {
    Form.CODE: Method.CODE, Form.FULL: Method.NAME, Form.SHORT: Method.SHORT_FORM, Form.ALIAS: Method.ALIAS,
    Form.STEM: Method.STEM, Form.TOWNSHIP: Method.TOWNSHIP, Form.TOWNSHIP_STEM: Method.TOWNSHIP,
}  # fmt: skip
_SLIPS: Final = {
    "homophone": Method.HOMOPHONE, "homophone in another tone": Method.HOMOPHONE, "near-homophone": Method.HOMOPHONE,
    "look-alike": Method.LOOK_ALIKE,
}  # fmt: skip
_MARKS: Final = " ,，、/|-:：）（"
READ: Final = frozenset(
    {"start", "label", "country", "corps", "preposition", "none", "mark", "placeholder", "and", "end"}
)
#: Kinds of stretches that are read as far as they hold nothing but these.
LEFT: Final = {"mark": ",()", "preposition": ",():JpC", "posted": ",():JpC", "and": ",()Jp"}
#: … and at the end of a text: behind a division 师 of the corps no city follows, behind a label another place may.
LAST: Final = {"corps": ",U", "placeholder": ",():PWwZGCHLDNa0"}


class Outcome(NamedTuple):
    """The parts of a resolution."""

    status: Status
    candidates: tuple[Candidate, ...]
    remainder: str
    remainder_is_division: bool
    trace: Steps
    township: Division | None = None


def method_of(option: Option) -> Method:
    """By which kind of evidence a place was found."""
    last = option.reading.names[-1]
    if last.slip is not None:
        return slip_method(last.slip)
    if isinstance(option.entry.place, Period):
        return Method.FORMER_NAME
    return _METHODS[option.entry.form]


def slip_method(slip: Slip) -> Method:
    """The method that a slip of the pen or of the ear stands for."""
    return _SLIPS.get(slip.kind, Method.FUZZY)


def score_of(option: Option) -> float:
    """The probability as a score, with one decimal."""
    return round(100.0 * option.probability, 1)


def remainder(text: str, parsed: Parsed) -> str:
    """What was not read, before, between and behind the names."""
    decision = parsed.decision
    reading = decision.reading
    if reading is None:
        return text
    if decision.unread is None:
        decision.unread = tuple(unread(reading, parsed.outline.shape))
    at, town = parsed.outline.at, parsed.township
    parts = [text[at[a] : at[b]] for a, b in decision.unread]
    behind = at[reading.names[-1].end]
    if town is not None and behind <= town.start and behind < at[-1]:
        if parts and decision.unread[-1][0] == reading.names[-1].end:
            parts.pop()
        parts.append(text[town.end :])
    return " ".join(filter(None, map(tidy, parts)))


def unread(reading: Reading, shape: str) -> Iterator[tuple[int, int]]:
    """The stretches of an outline that a reading leaves unread."""
    kinds = {
        (e.start, e.end): e.kind.split()[1] for e in reading.evidence if e.kind.startswith(("lead ", "gap ", "tail "))
    }
    names = reading.names
    for a, b in ((0, names[0].start), *((a.end, b.start) for a, b in pairwise(names)), (names[-1].end, len(shape))):
        kind = kinds.get((a, b), "")
        more = b == len(shape) and kind in LAST and shape[a:b].strip(LAST[kind])
        if a < b and (kind not in READ or more or (kind in LEFT and shape[a:b].strip(LEFT[kind]))):
            yield a, b


def tidy(text: str) -> str:
    """A remainder without the marks around it; a bracket goes only when its partner is not there.

    >>> tidy("、高新区(东区)"), tidy("(东区")
    ('高新区(东区)', '东区')
    """
    text = text.strip(_MARKS).lstrip(")").rstrip("(")
    if text.startswith("(") and text.find(")") in {-1, len(text) - 1}:
        text = text[1:].removesuffix(")")
    if text.endswith(")") and "(" not in text:
        text = text[:-1]
    return text


class Explainer:
    """Dresses decisions against one gazetteer."""

    def __init__(self, gazetteer: Gazetteer, index: NameIndex) -> None:
        self.gazetteer = gazetteer
        self.index = index
        self._townships: dict[str, Division] = {}

    def outcome(self, clean: NormalizedName, length: int, parsed: Parsed) -> Outcome:
        """The parts of the resolution of a text of ``length`` characters that was cleaned and parsed."""
        decision = parsed.decision
        return Outcome(
            Status(decision.status),
            self.candidates(decision),
            remainder(clean.text, parsed),
            decision.flagged,
            lambda: tuple(self.steps(clean, length, parsed)),
            self.township(parsed),
        )

    def candidates(self, decision: Decision) -> tuple[Candidate, ...]:
        """The places that a decision leaves, dressed once for all texts that share it."""
        found: tuple[Candidate, ...] | None = decision.candidates
        if found is None:
            found = decision.candidates = tuple(map(self.candidate, decision.options))
        return found

    def township(self, parsed: Parsed) -> Division | None:
        """The township that the text names in the place; none for the gazetteer of a past year."""
        if parsed.township is None or self.gazetteer.year is not None:
            return None
        return self.township_of(parsed.township.code)

    def township_of(self, code: str) -> Division:
        """A township by its code."""
        if code not in self._townships:
            self._townships[code] = township(code)
        return self._townships[code]

    def candidate(self, option: Option) -> Candidate:
        return Candidate(
            place=self.gazetteer.place(option.place), score=score_of(option), method=method_of(option),
            evidence=tuple(self.evidence(option)),
        )  # fmt: skip

    def evidence(self, option: Option) -> Iterator[str]:
        """What a person should know of how a place was found: a slip, or what became of a former division."""
        for name in option.reading.names:
            if name.slip is not None:
                yield Sentence("{written} → {name}: {why}", written=name.written, name=name.word, why=name.slip.why)
        period = option.entry.place
        if isinstance(period, Period):
            history = History.load()
            fate = next((f for f in history.later(period, self.gazetteer.year) if f.code == option.place), None)
            if fate is not None:
                yield from history.explain(period, fate)

    def steps(self, clean: NormalizedName, length: int, parsed: Parsed) -> Iterator[Step]:
        """The best reading, edge by edge, with the weights that add up to it."""
        if clean.spans is not None or len(clean.text) != length:
            yield Step(rule="clean", start=0, end=length, result=clean.text)
        decision = parsed.decision
        if decision.notes is None:
            decision.notes = (*self.notes(decision.reading),) if decision.reading else ()
            decision.summary = self.summary(decision)
        at, offset = parsed.outline.at, clean.raw_offset
        for kind, first, last, label, weight in decision.notes:
            start, end = at[first], at[last]
            result = label or clean.text[start:end]
            yield Step(rule=kind, start=offset(start), end=offset(end), result=result, weight=weight)
        yield Step(rule="decision", start=0, end=length, result=decision.summary, weight=self.total(decision))

    def notes(self, reading: Reading) -> Iterator[Note]:
        """The evidence of a reading, with what each name was taken for."""
        names = {name.start: name for name in reversed(reading.names)}
        for kind, start, end, weight, _ in reading.evidence:
            label = self.labels(names[start].entries) if kind.startswith("form ") else ""
            yield kind, start, end, label, weight

    def labels(self, entries: tuple[Entry, ...]) -> str:
        names = "、".join(self.index.label(place) for place, _ in entries[:4])
        return Sentence("{names} and {more} more", names=names, more=len(entries) - 4) if len(entries) > 4 else names

    @staticmethod
    def total(decision: Decision) -> float:
        return round(decision.reading.score, 2) if decision.reading else 0.0

    def summary(self, decision: Decision) -> str:
        best = "".join(f"{self.index.label(o.place)} {o.probability:.3f}; " for o in decision.options[:3])
        return Sentence(
            "{status}: {places}no place {null:.3f}", status=Word(decision.status), places=best, null=decision.null
        )
