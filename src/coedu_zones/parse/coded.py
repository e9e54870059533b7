"""A text that is a code → the parts of a resolution: in force, former, a placeholder, or different places by lists."""

from __future__ import annotations

from typing import Final

from coedu_zones.changes.codes import places_of_code
from coedu_zones.changes.lineage import Period
from coedu_zones.gazetteer import Gazetteer, level_of
from coedu_zones.messages import Sentence, Word
from coedu_zones.parse.outcome import Explainer, Outcome
from coedu_zones.parse.parser import Parser, Scope
from coedu_zones.parse.patterns import Pattern
from coedu_zones.parse.text import NormalizedName
from coedu_zones.places.codes import county_of
from coedu_zones.resolution import Candidate, Method, Status, Step

# a code as a whole text: with a label, in quotes, or as a table turned it into a decimal number (360502.0)
CODE: Final = Pattern(
    r"(?:(?:[\u3400-\u9fff]{0,4}(?:区划|地区|区域|省份?|城市|区县|县)[\u3400-\u9fff]{0,2}[编代]码|ad ?code)\s?[:：=]?\s?)?"
    r"[\"'(\[]?(\d{6}(?:\d{3}|\d{6})?|\d{4}|\d{2})(?:\.0)?[\"')\]]?"
)


class CodeReader:
    """Answers codes against one gazetteer."""

    def __init__(self, gazetteer: Gazetteer, parser: Parser, explainer: Explainer) -> None:
        self.gazetteer = gazetteer
        self.parser = parser
        self.explainer = explainer

    def outcome(self, clean: NormalizedName, written: str, scope: Scope, level: str | None) -> Outcome:
        """A code of six digits, a township's nine or twelve, or the first two or four digits of one."""
        code = county_of(written)
        deeper = written.removeprefix(code)
        rest = deeper if deeper.strip("0") else ""
        start = clean.raw_offset(clean.text.index(code))
        year = self.gazetteer.year
        if code in self.gazetteer.rows and not (year is not None and len(places_of_code(code, year).places) > 1):
            if not self.fits(code, scope, level):
                outside = Sentence("{place} lies outside the context", place=self.gazetteer.name(code))
                return Outcome(
                    Status.UNRESOLVED,
                    (),
                    written,
                    False,
                    (Step(rule="code", start=start, end=start + len(code), result=outside),),
                )
            place = self.gazetteer.division(code)
            found = Candidate(
                place=place, score=100.0, method=Method.CODE, evidence=(Sentence("code {code}", code=code),)
            )
            step = Step(rule="code", start=start, end=start + len(code), result=f"{code} {place.name}")
            return Outcome(Status.RESOLVED, (found,), rest, False, (step,))
        return self.listed(code, start, (written, rest), scope, level)

    def listed(self, code: str, start: int, parts: tuple[str, str], scope: Scope, level: str | None) -> Outcome:
        """A code of no division in force: former, placeholder, statistical, or different places in published lists."""
        meant = places_of_code(code, self.gazetteer.year)
        rule = "former code" if meant.kind == "former" else meant.kind or ("ambiguous code" if meant.places else "code")
        trace = (Step(rule=rule, start=start, end=start + len(code), result=meant.note),)
        groups = [
            self.former(place, scope, level)
            if isinstance(place, Period)
            else self.coded(place, rule, meant.note, scope, level)
            for place in meant.places
        ]
        if len(groups) == 1 and len(groups[0]) > 1:  # one former division that was split
            best = groups[0][0].score >= self.parser.decider.cutoff * 100.0
            return Outcome(Status.RESOLVED if best else Status.AMBIGUOUS, groups[0], parts[1], False, trace)
        found = {candidate.place: candidate for group in groups for candidate in group}
        if len(found) < 2:
            status = Status.RESOLVED if found else Status.UNRESOLVED
            return Outcome(status, tuple(found.values()), parts[1] if found else parts[0], False, trace)
        shared = tuple(c.model_copy(update={"score": round(c.score / len(groups), 1)}) for c in found.values())
        return Outcome(Status.AMBIGUOUS, shared, parts[1], False, trace)

    def former(self, period: Period, scope: Scope, level: str | None) -> tuple[Candidate, ...]:
        """The candidates for a former division."""
        decision = self.parser.former(period, scope, level)
        return tuple(map(self.explainer.candidate, decision.options))

    def coded(self, place: str, rule: str, note: str, scope: Scope, level: str | None) -> tuple[Candidate, ...]:
        """The candidate for a place that a code stands for, none outside the context."""
        if place not in self.gazetteer.ancestors or not self.fits(place, scope, level):
            return ()
        method = Method.FORMER_NAME if "former" in rule else Method.CODE
        return (Candidate(place=self.gazetteer.place(place), score=100.0, method=method, evidence=(Word(rule), note)),)

    def fits(self, place: str, scope: Scope, level: str | None) -> bool:
        """Whether a place lies in the context and is of the level."""
        own = level_of(place).value if place.isdecimal() else self.parser.index.level(place)
        inside = not scope or any(self.gazetteer.is_within(place, entry.place) for entry in scope)
        return inside and level in {None, own}
