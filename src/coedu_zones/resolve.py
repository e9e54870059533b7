"""One text → one ``Resolution``: which index is asked, in which order, and how the answer is dressed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from coedu_zones.errors import AmbiguousNameError, TextTooLongError, UnknownCodeError, UnresolvedNameError
from coedu_zones.gazetteer import Gazetteer, load_once
from coedu_zones.history import PART, FormerIndex, History
from coedu_zones.models import Candidate, Division, Level, Mention, Method, Resolution, Status, Step
from coedu_zones.names import ALIAS, FULL, SHORT, STEM, Entry, NameIndex
from coedu_zones.quick import Node, QuickReader
from coedu_zones.rules import MARKS, Finding, Reader, show, stands_alone
from coedu_zones.segment import names_at, walk
from coedu_zones.support import GAP
from coedu_zones.text import NormalizedName, normalize_text

#: The longest text, in characters, that ``resolve`` takes.
MAX_TEXT_LENGTH: Final = 2000

_CODE: Final = re.compile(r"\d{6}(?:\d{3}|\d{6})?")
_METHODS: Final = {FULL: Method.NAME, SHORT: Method.SHORT_FORM, ALIAS: Method.ALIAS, STEM: Method.STEM}
_FORMER_SCORE: Final = 96.0


class Normalizer:
    """Resolve texts against one gazetteer with one's own aliases and settings.

    ``gazetteer``: which divisions there are (the present ones by default).
    ``aliases``: further names, text → code or area id. ``as_of``: a year or a
    date whose gazetteer is the frame. ``cutoff``: the score below which a lone
    candidate stays a suggestion.

    Raises:
        UnknownCodeError: an alias points to a place that the gazetteer does not hold.

    >>> Normalizer(aliases={"咱们区": "360502"}).resolve("咱们区").code
    '360502'
    """

    def __init__(
        self,
        gazetteer: Gazetteer | None = None,
        *,
        aliases: Mapping[str, str] | None = None,
        as_of: int | date | None = None,
        cutoff: float = 85.0,
    ) -> None:
        if gazetteer is None:
            gazetteer = Gazetteer.current() if as_of is None else History.load().gazetteer(year_of(as_of))
        self.gazetteer = gazetteer
        self.cutoff = cutoff
        for alias, place_id in (aliases or {}).items():
            if place_id not in gazetteer.ancestors:
                raise UnknownCodeError(f"the alias {alias!r} points to {place_id!r}, which is no code or area id")
        shared = gazetteer is Gazetteer.current() and not aliases
        self.index = NameIndex.current() if shared else NameIndex(gazetteer, aliases)
        self._former: FormerIndex | None = None
        self.quick = QuickReader(self.index, lambda: self.former)
        self._candidates: dict[tuple[str, float, Method], Candidate] = {}

    @property
    def former(self) -> FormerIndex | None:
        """The index with former names; ``None`` for the gazetteer of a past year."""
        if self._former is None and self.gazetteer.year is None:
            shared = self.index is NameIndex.current()
            self._former = FormerIndex.current() if shared else FormerIndex(self.index, History.load())
        return self._former

    def former_entries(self, name: str) -> tuple[Entry, ...]:
        """The former divisions that had exactly this name, when no present one has it."""
        former = self.former
        entries = former.names.get(normalize_text(name).text, ()) if former else ()
        return entries if entries and all("@" in place and kind <= SHORT for place, kind in entries) else ()

    def resolve(
        self, text: object, *, within: str | Division | None = None, level: Level | str | None = None
    ) -> Resolution:
        """Say which place ``text`` means.

        ``within`` (a name, a code or a division) keeps only places inside it,
        ``level`` only places of that level. ``None``, NaN and blank text are
        ``unresolved``.

        Raises:
            TypeError: ``text`` is neither text nor a missing value.
            TextTooLongError: it is longer than ``MAX_TEXT_LENGTH`` characters.

        """
        raw = as_text(text)
        if raw is None:
            blank = Step(rule="blank", start=0, end=0, result="no text")
            return Resolution(
                text=text if isinstance(text, str) else "", status=Status.UNRESOLVED, candidates=(), remainder="",
                remainder_is_division=False, trace=(blank,),
            )  # fmt: skip
        if within is None and level is None:
            found = self._quickly(raw)
            if found is not None:
                return found
        scope = self.scope(within) if within is not None else ()
        return _Answer(self, raw, scope, Level(level).value if level is not None else None).resolution()

    def _quickly(self, raw: str) -> Resolution | None:
        clean = normalize_text(raw)
        if clean.text is not raw:
            return None
        node = self.quick.read(raw)
        if node is None:
            return None
        candidate, trace = node.answer or self.answer(node)
        return fast_resolution(raw, (candidate,), raw[node.end :].strip(MARKS), trace)

    def answer(self, node: Node) -> tuple[Candidate, tuple[Step, ...]]:
        """What a node of the quick reader means, dressed once."""
        place, strength = node.entries[0]
        candidate = self.candidate(place, self.quick.score(node), _METHODS[strength])
        steps = [
            Step(rule="read", start=r.start, end=r.end, result=show(self.index, r.entries)) for r in node.readings
        ]
        node.answer = (candidate, tuple(steps))
        return node.answer

    def candidate(self, place_id: str, score: float, method: Method) -> Candidate:
        """A candidate without further evidence; equal ones are one object."""
        key = (place_id, score, method)
        found = self._candidates.get(key)
        if found is None:
            found = Candidate(place=self.gazetteer.place(place_id), score=score, method=method)
            self._candidates[key] = found
        return found

    def scope(self, within: str | Division) -> tuple[Entry, ...]:
        """The entry of a context that is given as a name, a code or a division.

        Raises:
            AmbiguousNameError: the name may mean several places.
            UnresolvedNameError: it names no place that is known.

        """
        if isinstance(within, Division):
            return ((within.code, FULL),)
        if within in self.gazetteer.ancestors:
            return ((within, FULL),)
        found = self.resolve(within)
        if found.status is Status.AMBIGUOUS:
            raise AmbiguousNameError(f"within={within!r} may mean several places: {found}", found.candidates)
        if found.place is None:
            raise UnresolvedNameError(f"within={within!r} names no place that is known", found.candidates)
        place = found.place
        return ((place.code if isinstance(place, Division) else place.id, FULL),)

    def resolve_many(
        self, texts: Iterable[object], *, within: str | Division | None = None, level: Level | str | None = None
    ) -> list[Resolution]:
        """One resolution a text, in order; repeated texts cost once."""
        scope = self.gazetteer.division(self.scope(within)[0][0]) if within is not None else None
        seen: dict[str, Resolution] = {}
        results = []
        for text in texts:
            found = seen.get(text) if isinstance(text, str) else None
            if found is None:
                found = self.resolve(text, within=scope, level=level)
                if isinstance(text, str):
                    seen[text] = found
            results.append(found)
        return results

    def extract(self, text: str) -> list[Mention]:
        """The places that a running text mentions, in order, with character offsets."""
        raw = as_text(text, limited=False)
        if raw is None:
            return []
        clean = normalize_text(raw)
        mentions = []
        pos = 0
        while pos < len(clean.text):
            chain = walk(self.index, clean.text, pos) if clean.text[pos : pos + 2] in self.index.lengths else None
            if chain is not None and stands_alone(clean.text, chain):
                start, end = clean.raw_offset(chain.start), clean.raw_offset(chain.end)
                part = raw[start:end]
                mentions.append(Mention(start=start, end=end, text=part, resolution=self.resolve(part)))
                pos = chain.end
            else:
                pos += 1
        return mentions


def as_text(value: object, *, limited: bool = True) -> str | None:
    """The text of a cell; ``None`` for a missing or blank one.

    Raises:
        TypeError: the value is neither text nor missing.
        TextTooLongError: the text is too long.

    """
    if isinstance(value, str):
        if limited and len(value) > MAX_TEXT_LENGTH:
            raise TextTooLongError(
                f"a text of {len(value)} characters starting {value[:20]!r}; the maximum is {MAX_TEXT_LENGTH}. "
                "Use extract() for running text."
            )
        return value if value and not value.isspace() else None
    if value is None or value != value:  # noqa: PLR0124 - NaN and NaT are the values that differ from themselves
        return None
    raise TypeError(f"expected a text, None or NaN, got {type(value).__name__}: {value!r}")


_RESOLUTION_FIELDS: Final = frozenset(Resolution.model_fields)


def fast_resolution(
    text: str, candidates: tuple[Candidate, ...], remainder: str, trace: tuple[Step, ...]
) -> Resolution:
    """A resolved ``Resolution`` from parts that are known to be valid, without validating them again."""
    made = Resolution.__new__(Resolution)
    put = object.__setattr__
    put(made, "__dict__", {
        "text": text, "status": Status.RESOLVED, "candidates": candidates, "remainder": remainder,
        "remainder_is_division": False, "trace": trace,
    })  # fmt: skip
    put(made, "__pydantic_fields_set__", _RESOLUTION_FIELDS)
    put(made, "__pydantic_extra__", None)
    put(made, "__pydantic_private__", None)
    return made


class _Answer:
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
        if _CODE.fullmatch(text):
            return self.by_code(text)
        index = self.normalizer.index
        found = Reader(index, self.text, self.scope, self.level).find()
        if self.open(found):
            former = self.normalizer.former
            older = former and Reader(former, self.text, self.scope, self.level).find()
            if older and better(older, found):
                found = older
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
        if not found.remainder or any(self.normalizer.index.level(p) == "county" for p, _ in found.entries):
            return False
        former = self.normalizer.former
        gap = GAP.match(self.text, found.end)
        start = gap.end() if gap else found.end
        return former is not None and self.text[start : start + 2] in former.lengths

    def by_code(self, text: str) -> Resolution:
        """A code as text: six digits, or a township's nine or twelve."""
        code, rest = text[:6], text[6:] if text[6:].strip("0") else ""
        start = self.text.index(code)
        if code in self.gazetteer.rows:
            if not self.in_scope(code):
                self.note("code", start, start + 6, f"{self.gazetteer.name(code)} lies outside the context")
                return self.finish(Status.UNRESOLVED, (), text)
            self.note("code", start, start + 6, f"{code} {self.gazetteer.name(code)}")
            place = self.gazetteer.division(code)
            found = Candidate(place=place, score=100.0, method=Method.CODE, evidence=(f"code {code}",))
            return self.finish(Status.RESOLVED, (found,), rest)
        if self.gazetteer.year is None and code in History.load().by_code:
            period = History.load().period(code)
            self.note("former code", start, start + 6, f"{code} was {period.name} until {period.last}")
            return self.by_entries(((period.key, FULL),), _FORMER_SCORE, False, rest, False)
        self.note("code", start, start + 6, f"{code} is no code of data version {self.gazetteer.version}")
        return self.finish(Status.UNRESOLVED, (), text)

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
        return self.by_entries(found.entries, found.score, found.picked, found.remainder, found.flagged)

    def by_entries(
        self, entries: tuple[Entry, ...], score: float, picked: bool, remainder: str, flagged: bool
    ) -> Resolution:
        """Candidates → a status: one, several, or none above the cutoff."""
        found = self.todays(entries, score)
        if not found:
            return self.finish(Status.UNRESOLVED, (), remainder, flagged)
        if len(found) > 1 and self.lives_on:
            self.note("lives on", 0, len(self.text), f"{found[0].place} is the same unit; parts of it were ceded")
            picked, score = True, found[0].score
        if len(found) == 1 or picked:
            others = round((100.0 - score) / max(1, len(found) - 1), 1)
            ranked = (found[0], *(c.model_copy(update={"score": others}) for c in found[1:]))
            sure = found[0].score >= self.normalizer.cutoff
            return self.finish(Status.RESOLVED if sure else Status.UNRESOLVED, ranked, remainder, flagged)
        self.note("ambiguous", 0, len(self.text), f"{len(found)} places fit")
        weights = [1.0 if PART in c.evidence[-1:] else 3.0 for c in found]
        shared = tuple(
            c.model_copy(update={"score": round(score * weight / sum(weights), 1)})
            for c, weight in zip(found, weights, strict=True)
        )
        return self.finish(Status.AMBIGUOUS, shared, remainder, flagged)

    lives_on = False

    def todays(self, entries: Iterable[Entry], score: float = 0.0) -> tuple[Candidate, ...]:
        """Candidates for entries; a former division becomes the divisions that it lives on in."""
        found: dict[str, Candidate] = {}
        same_unit: set[str | None] = set()
        for place_id, strength in entries:
            if "@" in place_id:
                same_unit.add(self.add_heirs(found, place_id, strength, score))
            else:
                found.setdefault(place_id, self.normalizer.candidate(place_id, score, _METHODS[strength]))
                same_unit.add(None)
        self.lives_on = len(same_unit) == 1 and same_unit == {next(iter(found), None)}
        return tuple(found.values())

    def add_heirs(self, found: dict[str, Candidate], key: str, strength: int, score: float) -> str | None:
        """Add today's divisions of a former one; returns the one that is the same unit, if any is."""
        history = History.load()
        period = history.by_key(key)
        score = min(score, _FORMER_SCORE) if strength <= SHORT else score - 3.0
        same_unit = None
        fates = [
            f for f in history.today(period) if self.level is None or self.normalizer.index.level(f.code) == self.level
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


@load_once
def default_normalizer() -> Normalizer:
    """The normalizer of the module functions: current gazetteer, no extra aliases."""
    return Normalizer()


@lru_cache(maxsize=64)
def _of_year(year: int) -> Normalizer:
    return Normalizer(as_of=year)


def normalizer_at(as_of: int | date | None) -> Normalizer:
    """The shared normalizer of a year, or of the present."""
    return default_normalizer() if as_of is None else _of_year(year_of(as_of))


def year_of(as_of: int | date) -> int:
    """The year whose table holds on a date: tables state 31 December, so a day in 2015 means the end of 2014.

    Raises:
        TypeError: neither a year nor a date.

    >>> year_of(2015), year_of(date(2015, 6, 1))
    (2015, 2014)
    """
    if isinstance(as_of, date):
        return as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1
    if isinstance(as_of, int) and not isinstance(as_of, bool):
        return as_of
    raise TypeError(f"as_of={as_of!r}: expected a year such as 2015 or a datetime.date")


def resolve(
    text: object,
    *,
    within: str | Division | None = None,
    level: Level | str | None = None,
    as_of: int | date | None = None,
) -> Resolution:
    """Say which place ``text`` means; see :meth:`Normalizer.resolve`.

    >>> resolve("朝阳区").status.value
    'ambiguous'
    >>> resolve("朝阳区", within="北京").code
    '110105'
    """
    return normalizer_at(as_of).resolve(text, within=within, level=level)


def normalize(
    text: object,
    *,
    within: str | Division | None = None,
    level: Level | str | None = None,
    as_of: int | date | None = None,
) -> str | None:
    """The path of the place as one string, or ``None`` when the text did not resolve.

    >>> normalize("渝水区")
    '江西省/新余市/渝水区'
    """
    place = resolve(text, within=within, level=level, as_of=as_of).place
    return place.path_text if place else None


def resolve_many(
    texts: Iterable[object],
    *,
    within: str | Division | None = None,
    level: Level | str | None = None,
    as_of: int | date | None = None,
) -> list[Resolution]:
    """One resolution a text, in order; repeated texts cost once.

    >>> [r.code for r in resolve_many(["渝水区", "安图县", None])]
    ['360502', '222426', None]
    """
    return normalizer_at(as_of).resolve_many(texts, within=within, level=level)


def extract(text: str) -> list[Mention]:
    """The places that a running text mentions, in order, with character offsets.

    >>> [(m.start, m.end, m.text) for m in extract("渝水区和安图县的做法")]
    [(0, 3, '渝水区'), (4, 7, '安图县')]
    """
    return default_normalizer().extract(text)
