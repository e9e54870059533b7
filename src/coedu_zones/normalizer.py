"""The normalizer: texts → resolutions, against one gazetteer with one set of names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from coedu_zones.answer import METHODS, Answer, fast_resolution
from coedu_zones.errors import AmbiguousNameError, UnknownCodeError, UnresolvedNameError
from coedu_zones.former import FormerIndex
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.inputs import as_text, score_of, several, year_of
from coedu_zones.lineage import PART, History
from coedu_zones.models import Division, Level
from coedu_zones.names import FULL, SHORT, Entry, NameIndex
from coedu_zones.quick import Node, Outcome, QuickReader
from coedu_zones.resolution import Candidate, Mention, Method, Resolution, Resolutions, Status, Step
from coedu_zones.rules import show, stands_alone, tidy
from coedu_zones.segment import Reading, walk
from coedu_zones.shipped import load_once, read_table
from coedu_zones.text import NormalizedName, is_clean, normalize_name, normalize_text
from coedu_zones.threads import shared_lock

if TYPE_CHECKING:
    from coedu_zones.latin import LatinIndex
    from coedu_zones.spelling import Speller

_NAMESAKE_SCORE: Final = 96.0  # a bare name that a former division elsewhere had too



class Normalizer:
    """Resolve texts against one gazetteer with one's own aliases and settings.

    ``gazetteer``: which divisions there are (the present ones by default).
    ``aliases``: further names, text → code or area id. ``as_of``: a year or a
    date whose gazetteer is the frame. ``cutoff``: the score below which a lone
    candidate stays a suggestion.

    Raises:
        UnknownCodeError: an alias is blank, or points to a place that the gazetteer does not hold.

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
        self._made_from = (gazetteer, dict(aliases or {}), as_of, cutoff)
        if gazetteer is None:
            gazetteer = Gazetteer.current() if as_of is None else History.load().gazetteer(year_of(as_of))
        self.gazetteer = gazetteer
        self.cutoff = score_of(cutoff)
        for alias, place_id in (aliases or {}).items():
            if as_text(alias) is None or place_id not in gazetteer.ancestors:
                raise UnknownCodeError(f"the alias {alias!r} is blank, or points to no code or area id: {place_id!r}")
        shared = gazetteer is Gazetteer.current() and not aliases
        names: dict[str, str] = {normalize_name(alias): place_id for alias, place_id in (aliases or {}).items()}
        self.index = NameIndex.current() if shared else NameIndex(gazetteer, names)
        self._former: FormerIndex | None = None
        self._speller: Speller | None = None
        self._latin: LatinIndex | None = None
        self.quick = QuickReader(self.index, lambda: self.former)
        self._candidates: dict[tuple[str, float, Method], Candidate] = {}
        self._steps: dict[Reading, Step] = {}
        self.rows: dict[tuple[str, float, Method], tuple[Any, ...]] = {}  # what columns hold of a place

    def __reduce__(self) -> tuple[Callable[..., Normalizer], tuple[Any, ...]]:
        """Travel to another process as the settings; the indexes are built anew there."""
        return _made_anew, self._made_from

    @property
    def former(self) -> FormerIndex | None:
        """The index with former names; ``None`` for the gazetteer of a past year."""
        if self._former is None and self.gazetteer.year is None:
            shared = self.index is NameIndex.current()
            self._former = FormerIndex.current() if shared else FormerIndex(self.index, History.load())
        return self._former

    @property
    def speller(self) -> Speller:
        """The spelling repair of this normalizer's names, built when it is first needed."""
        if self._speller is None:
            with shared_lock:
                from coedu_zones.characters import Characters  # noqa: PLC0415 - only misspelt texts pay for rapidfuzz
                from coedu_zones.spelling import Speller  # noqa: PLC0415
                shared = self.index is NameIndex.current()
                self._speller = Speller.current() if shared else Speller(self.index, Characters.load())
        return self._speller

    @property
    def latin(self) -> LatinIndex:
        """The Latin-script names of this normalizer's places, built when they are first needed."""
        if self._latin is None:
            with shared_lock:
                from coedu_zones.latin import LatinIndex  # noqa: PLC0415 - only Latin texts pay for it
                shared = self.index is NameIndex.current()
                self._latin = LatinIndex.current() if shared else LatinIndex(self.index)
        return self._latin

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
        return Answer(self, raw, scope, Level(level).value if level is not None else None).resolution()

    def _quickly(self, raw: str) -> Resolution | None:
        clean = None if is_clean(raw) else normalize_text(raw)
        text = raw if clean is None else clean.text
        node = self.quick.read(text)
        outcome = None if node is None else node.answer or self.answer(node, text)
        if node is None or not outcome:
            return None
        status, candidates, trace = outcome
        if clean is not None and text is not raw:
            trace = _in_raw_text(clean, len(raw), trace)
        rest = tidy(text[node.end :]) if node.end < len(text) else ""
        return fast_resolution(raw, status, candidates, rest, trace)

    def answer(self, node: Node, text: str) -> Outcome:
        """What a node of the quick reader, the beginning of ``text``, means; worked out once."""
        if node.answer is None:
            node.answer = self._of_one(node) if node.single else self._of_several(text[: node.end])
        return node.answer

    def _of_one(self, node: Node) -> Outcome:
        """The outcome of a node with one place, empty below the cutoff."""
        place, strength = node.entries[0]
        candidate = self.candidate(place, self.quick.score(node), METHODS[strength])
        steps = [self._step(reading) for reading in node.readings]
        candidates: tuple[Candidate, ...] = (candidate,)
        if len(node.readings) == 1 and strength == FULL:
            candidates, step = self.with_namesakes(candidate, node.end)
            steps += step
        return (Status.RESOLVED, candidates, tuple(steps)) if candidates[0].score >= self.cutoff else ()

    def _step(self, reading: Reading) -> Step:
        """The step of one reading; equal ones are one object."""
        step = self._steps.get(reading)
        if step is None:
            step = Step(rule="read", start=reading.start, end=reading.end, result=show(self.index, reading.entries))
            self._steps[reading] = step
        return step

    def _of_several(self, names: str) -> Outcome:
        """The outcome of names that may mean several places: what the ordered rules say of the names alone."""
        found = Answer(self, names, (), None).resolution()
        if found.remainder or found.remainder_is_division:
            return ()
        return found.status, found.candidates, found.trace

    def with_namesakes(self, found: Candidate, end: int) -> tuple[tuple[Candidate, ...], list[Step]]:
        """A present division by its bare name, with the former ones that had the name behind it: 江北区."""
        keys = self.namesakes(found.name)
        if keys is None:
            return (found,), []
        book = History.load()
        heirs: dict[str, Candidate] = {}
        told = []
        for period in map(book.by_key, keys.split()):
            told.append(f"{period.name} ({period.code}, {period.first}–{period.last})")
            for fate in book.today(period):
                if fate.code != found.code and fate.share != PART:
                    heirs[fate.code] = Candidate(
                        place=self.gazetteer.division(fate.code), score=0.0, method=Method.FORMER_NAME,
                        evidence=book.explain(period, fate),
                    )  # fmt: skip
        share = round((100.0 - _NAMESAKE_SCORE) / max(1, len(heirs)), 1)
        shown = told[:4] + ([f"{len(told) - 4} more"] if len(told) > 4 else [])
        return (
            (
                found.model_copy(update={"score": _NAMESAKE_SCORE}),
                *(heir.model_copy(update={"score": share}) for heir in heirs.values()),
            ),
            [Step(rule="present first", start=0, end=end, result="before the former " + ", ".join(shown))],
        )

    def namesakes(self, name: str) -> str | None:
        """The keys of former divisions elsewhere that had the name of a present one, if there are any."""
        return _namesakes().get(name) if self.gazetteer.year is None else None

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
        if not isinstance(within, str):
            raise TypeError(f"within={within!r}: expected a name, a code or a division")
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
    ) -> Resolutions:
        """One resolution a text, in order; repeated texts cost once."""
        scope = self.scope(within)[0][0] if within is not None else None
        seen: dict[str, Resolution] = {}
        results = Resolutions()
        for text in several(texts):
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
                start, end = clean.raw_span(chain.start, chain.end)
                part = raw[start:end]
                mentions.append(Mention(start=start, end=end, text=part, resolution=self.resolve(part)))
                pos = chain.end
            else:
                pos += 1
        return mentions


def _in_raw_text(clean: NormalizedName, length: int, trace: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps that were made on a cleaned text, with the offsets of the raw one."""
    at = clean.raw_offset
    steps = [Step(rule=s.rule, start=at(s.start), end=at(s.end), result=s.result) for s in trace]
    return (Step(rule="clean", start=0, end=length, result=clean.text), *steps)


def _made_anew(
    gazetteer: Gazetteer | None, aliases: Mapping[str, str], as_of: int | date | None, cutoff: float
) -> Normalizer:
    return Normalizer(gazetteer, aliases=aliases, as_of=as_of, cutoff=cutoff)


@load_once
def _namesakes() -> dict[str, str]:
    return {name: keys for name, keys in read_table("namesakes.tsv", 2)}  # noqa: C416 - two cells each
