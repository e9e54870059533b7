"""One text on its way to a resolution: which index is asked, in which order, and how the answer is dressed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import BaseModel

from coedu_zones.codes import places_of_code
from coedu_zones.gazetteer import level_of
from coedu_zones.lineage import PART, History
from coedu_zones.names import COMMON_NOUN_NAMES, FULL, METHODS, SHORT, Entry
from coedu_zones.patterns import Pattern
from coedu_zones.resolution import Candidate, Method, Resolution, Status, Step
from coedu_zones.rules import Finding, Reader
from coedu_zones.segment import names_at
from coedu_zones.suggestions import by_latin, spelled
from coedu_zones.support import CODE_BESIDE, GAP
from coedu_zones.text import NormalizedName, normalize_text

if TYPE_CHECKING:
    from coedu_zones.normalizer import Normalizer

_LATIN: Final = Pattern("[A-Za-z]{2}")
# a code as a whole text: with a label, in quotes, or as a table turned it into a decimal number (360502.0)
_CODE: Final = Pattern(
    r"(?:(?:[\u3400-\u9fff]{0,4}(?:区划|地区|区域|省份?|城市|区县|县)[\u3400-\u9fff]{0,2}[编代]码|ad ?code)\s?[:：=]?\s?)?"
    r"[\"'(\[]?(\d{6}(?:\d{3}|\d{6})?|\d{4}|\d{2})(?:\.0)?[\"')\]]?"
)
_FORMER_SCORE: Final = 96.0
_FORMER_WORD_SCORE: Final = 93.0
_RESOLUTION_FIELDS: Final = set(Resolution.model_fields)

# the slots of a pydantic model, written as ``model_construct`` writes them
_new: Final = Resolution.__new__
_put_values: Final = BaseModel.__dict__["__dict__"].__set__
_put_fields: Final = BaseModel.__dict__["__pydantic_fields_set__"].__set__
_put_extra: Final = BaseModel.__dict__["__pydantic_extra__"].__set__
_put_private: Final = BaseModel.__dict__["__pydantic_private__"].__set__


def fast_resolution(
    text: str, status: Status, candidates: tuple[Candidate, ...], remainder: str, trace: tuple[Step, ...]
) -> Resolution:
    """A ``Resolution`` from parts that are known to be valid, without validating them again."""
    made = _new(Resolution)
    _put_values(made, {
        "text": text, "status": status, "candidates": candidates, "remainder": remainder,
        "remainder_is_division": False, "trace": trace,
    })  # fmt: skip
    _put_fields(made, _RESOLUTION_FIELDS.copy())  # a copy of the object adds to its own
    _put_extra(made, None)
    _put_private(made, None)
    return made


def in_raw_text(clean: NormalizedName, length: int, trace: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps that were made on a cleaned text, with the offsets of the raw one."""
    at = clean.raw_offset
    steps = [Step(rule=s.rule, start=at(s.start), end=at(s.end), result=s.result) for s in trace]
    return (Step(rule="clean", start=0, end=length, result=clean.text), *steps)


class Answer:
    """One text on its way to a resolution."""

    def __init__(self, normalizer: Normalizer, raw: str, scope: tuple[Entry, ...], level: str | None) -> None:
        self.normalizer = normalizer
        self.gazetteer = normalizer.gazetteer
        self.raw = raw
        self.scope = scope
        self.level = level
        self.clean: NormalizedName = normalize_text(raw)
        self.text = self.clean.text
        self.steps: list[Step] = []
        if self.text != raw:
            self.steps.append(Step(rule="clean", start=0, end=len(raw), result=self.text))

    def note(self, rule: str, start: int, end: int, result: str) -> None:
        offset = self.clean.raw_offset
        self.steps.append(Step(rule=rule, start=offset(start), end=offset(end), result=result))

    def resolution(self) -> Resolution:
        """Ask the present index, then the former names where that leaves something open."""
        text = self.text.strip()
        code = _CODE.fullmatch(text)
        if code:
            return self.by_code(code[1])
        if _LATIN.search(self.text):
            read = by_latin(self)
            if read is not None:
                return read
        index = self.normalizer.index
        found = Reader(index, self.text, self.scope, self.level).find()
        if self.open(found):
            former = self.normalizer.former
            older = former and Reader(former, self.text, self.scope, self.level).find()
            if older and better(older, found) and not self.says_again(older, found):
                found = older
        repaired = spelled(self, found)
        if repaired is not None:
            return repaired
        if found is None:
            return self.nothing()
        for note in found.notes:
            self.note(*note)
        return self.by_finding(found)

    def open(self, found: Finding | None) -> bool:
        """Whether former names may say more than the present ones did."""
        if self.normalizer.gazetteer.year is not None:
            return False
        if found is None or not found.clean or found.chain.readings[-1].strength > SHORT:
            return True
        former = self.normalizer.former
        if found.chain.start and former is not None and self.text[:2] in former.lengths:
            return True  # 淮阴市｜清河区
        if not found.remainder or any(self.normalizer.index.level(p) == "county" for p, _ in found.entries):
            return False
        gap = GAP.match(self.text, found.end)
        start = gap.end() if gap else found.end
        return former is not None and self.text[start : start + 2] in former.lengths

    def says_again(self, older: Finding, found: Finding | None) -> bool:
        """Whether a former name was only read in the everyday name of what was read: 无锡市｜无锡中学, not 无锡县."""
        last = older.chain.readings[-1]
        own = self.normalizer.index.names.get(self.text[last.start : last.end], ())
        return found is not None and last.strength > SHORT and not {p for p, _ in own}.isdisjoint(p for p, _ in found.entries)

    def by_code(self, text: str) -> Resolution:
        """A code as text: six digits, a township's nine or twelve, or the first two or four digits of one."""
        code, rest = text[:6], text[6:] if text[6:].strip("0") else ""
        start = self.text.index(code)
        past = self.gazetteer.year is not None
        if code in self.gazetteer.rows and not (past and len(places_of_code(code, self.gazetteer.year).places) > 1):
            if not self.in_scope(code) or self.level not in {None, level_of(code).value}:
                self.note("code", start, start + 6, f"{self.gazetteer.name(code)} lies outside the context")
                return self.finish(Status.UNRESOLVED, (), text)
            self.note("code", start, start + 6, f"{code} {self.gazetteer.name(code)}")
            place = self.gazetteer.division(code)
            found = Candidate(place=place, score=100.0, method=Method.CODE, evidence=(f"code {code}",))
            return self.finish(Status.RESOLVED, (found,), rest)
        return self.by_listed_code(code, start, text, rest)

    def by_listed_code(self, code: str, start: int, text: str, rest: str) -> Resolution:
        """A code of no division in force: former, placeholder, statistical, or different places in published lists."""
        said = places_of_code(code, self.gazetteer.year)
        rule = "former code" if said.kind == "former" else said.kind or ("ambiguous code" if said.places else "code")
        self.note(rule, start, start + len(code), said.note)
        if len(said.places) == 1 and "@" in said.places[0]:
            return self.by_entries(((said.places[0], FULL),), _FORMER_SCORE, False, rest, False)
        todays = [self.todays(((p, FULL),), _FORMER_SCORE) if "@" in p else self.coded(p, rule, said.note) for p in said.places]
        found = {candidate.place: candidate for group in todays[::-1] for candidate in group[::-1]}
        if len(found) < 2:
            return self.finish(Status.RESOLVED if found else Status.UNRESOLVED, tuple(found.values()), rest if found else text)
        share = {"score": round(_FORMER_SCORE / len(found), 1)}
        return self.finish(Status.AMBIGUOUS, tuple(c.model_copy(update=share) for c in [*found.values()][::-1]), rest)

    def coded(self, place_id: str, rule: str, note: str) -> tuple[Candidate, ...]:
        """The candidate for a place that a code stands for, none outside the context."""
        if place_id not in self.gazetteer.ancestors or not self.in_scope(place_id):
            return ()
        place, fits = self.gazetteer.place(place_id), self.level in {None, self.normalizer.index.level(place_id)}
        score, method = (_FORMER_SCORE, Method.FORMER_NAME) if "former" in rule else (100.0, Method.CODE)
        return (Candidate(place=place, score=score, method=method, evidence=(rule, note)),) if fits else ()

    def in_scope(self, code: str) -> bool:
        return not self.scope or any(self.gazetteer.is_within(code, place) for place, _ in self.scope)

    def by_finding(self, found: Finding) -> Resolution:
        chain = found.chain
        if chain.clash is not None:
            first, second = self.text[chain.start : chain.end], self.text[chain.clash.start : chain.clash.end]
            self.note("conflict", chain.clash.start, chain.clash.end, f"{second} does not lie in {first}")
            readings = self.todays((*chain.entries, *chain.clash.entries))
            share = round(80.0 / max(1, len(readings)), 1)
            candidates = tuple(c.model_copy(update={"score": share}) for c in readings)
            return self.finish(Status.CONFLICT, candidates, self.text[chain.clash.end :])
        bare = chain.end if len(chain.readings) == 1 and found.score == 100.0 and not self.scope else None
        return self.by_entries(found.entries, found.score, found.picked, found.remainder, found.flagged, bare, found.end)

    def by_entries(
        self, entries: tuple[Entry, ...], score: float, picked: bool, remainder: str, flagged: bool,
        bare: int | None = None, end: int | None = None,
    ) -> Resolution:
        """Candidates → a status: one, several, or none above the cutoff."""
        found = self.todays(entries, score)
        if not found:
            return self.finish(Status.UNRESOLVED, (), remainder, flagged)
        if bare is not None and len(found) == 1 and found[0].method is Method.NAME and score == found[0].score:
            found, steps = self.normalizer.with_namesakes(found[0], bare)
            self.steps += steps
            if len(found) > 1:
                sure = found[0].score >= self.normalizer.cutoff
                return self.finish(Status.RESOLVED if sure else Status.UNRESOLVED, found, remainder, flagged)
        if len(found) > 1 and self.lives_on:
            self.note("lives on", 0, len(self.text), f"{found[0].place} is the same unit today; other parts or older bearers of the name went elsewhere")
            picked, score = True, found[0].score
        if len(found) > 1 and not picked and (coded := self.by_code_beside(found, remainder)):
            found, picked, score = coded, True, coded[0].score
        if len(found) == 1 or picked:
            others = round((100.0 - score) / max(1, len(found) - 1), 1)
            ranked = (found[0], *(c.model_copy(update={"score": others}) for c in found[1:]))
            sure = found[0].score >= self.normalizer.cutoff
            return self.finish(Status.RESOLVED if sure else Status.UNRESOLVED, ranked, remainder, flagged)
        self.note("ambiguous", 0, len(self.text) if end is None else end, f"{len(found)} places fit")
        weights = [1.0 if PART in c.evidence[-1:] else 3.0 for c in found]
        shared = tuple(
            c.model_copy(update={"score": round(score * weight / sum(weights), 1)})
            for c, weight in zip(found, weights, strict=True)
        )
        best_first = tuple(sorted(shared, key=lambda c: -c.score))
        return self.finish(Status.AMBIGUOUS, best_first, remainder, flagged)

    def by_code_beside(self, found: tuple[Candidate, ...], remainder: str) -> tuple[Candidate, ...]:
        """The candidates with the one in front whose code is written beside the name; empty when none is."""
        written = {number[0][:6] for number in CODE_BESIDE.finditer(remainder)}
        coded = [c for c in found if c.code in written]
        if len(coded) != 1:
            return ()
        start = self.text.index(coded[0].code or "")
        self.note("code beside", start, start + 6, f"{coded[0].code} is the code of {coded[0].place}")
        return (coded[0], *(c for c in found if c is not coded[0]))

    lives_on = False

    def todays(self, entries: tuple[Entry, ...], score: float = 0.0) -> tuple[Candidate, ...]:
        """Candidates for entries; a former division becomes the divisions that it lives on in."""
        found: dict[str, Candidate] = {}
        former = [place for place, _ in entries if "@" in place]
        same_unit: list[str | None] = []
        for place_id, strength in sorted(entries, key=self.latest_first) if former else entries:
            if "@" in place_id:
                same_unit.append(self.add_heirs(found, place_id, strength, score))
            else:
                found.setdefault(place_id, self.normalizer.candidate(place_id, score, METHODS[strength]))
                same_unit.append(None)
        # the latest bearer of a name, where it lives on as the same unit; older ones were in its province and of its level
        near = len({(place[:2], place[4:6] == "00") for place in former}) == 1 and len(former) == len(entries)
        self.lives_on = near and same_unit[0] is not None and same_unit[0] == next(iter(found), None)
        return tuple(found.values())

    @staticmethod
    def latest_first(entry: Entry) -> int:
        """A key that puts present places first, then the former ones that ended last."""
        place = entry[0]
        return -9999 if "@" not in place else -(History.load().by_key(place).last or 0)

    def add_heirs(self, found: dict[str, Candidate], key: str, strength: int, score: float) -> str | None:
        """Add today's divisions of a former one; returns the one that is the same unit, if any is."""
        history = History.load()
        period = history.by_key(key)
        word = period.name in COMMON_NOUN_NAMES  # 南昌市郊区 may be said of any suburb
        score = min(score, _FORMER_WORD_SCORE if word else _FORMER_SCORE) if strength <= SHORT else score - 3.0
        same_unit = None
        fates = [
            fate
            for fate in history.today(period)
            if self.level in {None, self.normalizer.index.level(fate.code)} and self.in_scope(fate.code)
        ]
        for fate in fates:
            evidence = history.explain(period, fate)
            if fate.code not in found:
                self.note("former", 0, len(self.text), "; ".join(evidence))
                found[fate.code] = Candidate(
                    place=self.gazetteer.division(fate.code), score=score if len(fates) == 1 else score - 3.0,
                    method=Method.FORMER_NAME, evidence=evidence,
                )  # fmt: skip
            if fate.in_place:
                same_unit = fate.code
        return same_unit

    def nothing(self) -> Resolution:
        """No place: suggestions only, from a name at the start that has no support."""
        self.note("none", 0, len(self.text), "names no place that is known")
        best = next(iter(names_at(self.normalizer.index, self.text, 0)), None)
        if best is None:
            return self.finish(Status.UNRESOLVED, (), self.text)
        self.note("suggest", best.start, best.end, f"{self.text[best.start:best.end]} may be part of a longer word")
        return self.finish(Status.UNRESOLVED, self.todays(best.entries, 30.0), self.text)

    def finish(
        self, status: Status, candidates: tuple[Candidate, ...], remainder: str, flagged: bool = False
    ) -> Resolution:
        return Resolution(
            text=self.raw, status=status, candidates=candidates, remainder=remainder,
            remainder_is_division=flagged, trace=tuple(self.steps),
        )  # fmt: skip


def better(older: Finding, found: Finding | None) -> bool:
    """Whether a reading with former names explains a text better than the present names do."""
    if not older.entries or older.chain.clash is not None:
        return False
    if found is None or found.chain.clash is not None or not found.entries:
        return True
    if found.flagged and not older.flagged:
        return True
    earlier = older.chain.start < found.chain.start and older.end >= found.end
    return earlier or (older.end > found.end and older.chain.start <= found.chain.start)
