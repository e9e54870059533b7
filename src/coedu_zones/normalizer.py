"""The normalizer: texts → resolutions, against one gazetteer with one set of names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from coedu_zones.answer import Answer, fast_resolution, in_raw_text
from coedu_zones.errors import AmbiguousNameError, UnknownCodeError, UnresolvedNameError
from coedu_zones.former import FormerIndex
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.inputs import MAX_TEXT_LENGTH, as_text, number_as_code, score_of, several, year_of
from coedu_zones.lineage import History
from coedu_zones.models import Division, Level
from coedu_zones.name_tree import Node, Outcome
from coedu_zones.names import FULL, METHODS, SHORT, Entry, NameIndex
from coedu_zones.namesakes import before_former_bearers, former_bearers
from coedu_zones.quick import QuickReader
from coedu_zones.resolution import Candidate, Mention, Method, Resolution, Resolutions, Status, Step
from coedu_zones.rules import show, stands_alone, tidy
from coedu_zones.segment import Reading, walk
from coedu_zones.text import is_clean, normalize_name, normalize_text
from coedu_zones.threads import shared_lock

if TYPE_CHECKING:
    from coedu_zones.latin import LatinIndex
    from coedu_zones.spelling import Speller

#: Candidates, and steps, that are kept for the next text with the same one.
MOST_SHARED: Final = 50_000



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
        self, text: object, *, within: str | float | Division | None = None, level: Level | str | None = None
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
        found = None if node is None else self._of_node(node, text)
        if found is None or text is raw or clean is None:
            return found
        return fast_resolution(raw, found.status, found.candidates, found.remainder, in_raw_text(clean, len(raw), found.trace))

    def _of_node(self, node: Node, text: str) -> Resolution | None:
        """The resolution of a clean text that was read to a node, unless the ordered rules must decide."""
        outcome = node.answer or self.answer(node, text)
        if not outcome:
            return None
        status, candidates, trace = outcome
        rest = tidy(text[node.end :]) if node.end < len(text) else ""
        return fast_resolution(text, status, candidates, rest, trace)

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
            if len(self._steps) < MOST_SHARED:
                self._steps[reading] = step
        return step

    def _of_several(self, names: str) -> Outcome:
        """The outcome of names that may mean several places: what the ordered rules say of the names alone."""
        found = Answer(self, names, (), None).resolution()
        if found.remainder or found.remainder_is_division:
            return ()
        return found.status, found.candidates, found.trace

    def namesakes(self, name: str) -> str | None:
        """The keys of former divisions elsewhere that had the name of a present one, if there are any."""
        return former_bearers().get(name) if self.gazetteer.year is None else None

    def with_namesakes(self, found: Candidate, end: int) -> tuple[tuple[Candidate, ...], list[Step]]:
        """A present division by its bare name, with the former ones that had the name behind it: 江北区."""
        keys = self.namesakes(found.name)
        return ((found,), []) if keys is None else before_former_bearers(self.gazetteer, found, keys.split(), end)

    def candidate(self, place_id: str, score: float, method: Method) -> Candidate:
        """A candidate without further evidence; equal ones are one object."""
        key = (place_id, score, method)
        found = self._candidates.get(key)
        if found is None:
            found = Candidate(place=self.gazetteer.place(place_id), score=score, method=method)
            if len(self._candidates) < MOST_SHARED:
                self._candidates[key] = found
        return found

    def scope(self, within: str | float | Division) -> tuple[Entry, ...]:
        """The entry of a context that is given as a name, a code (text or number) or a division.

        Raises:
            AmbiguousNameError: the name may mean several places.
            UnresolvedNameError: it names no place that is known.

        """
        if isinstance(within, Division):
            return ((within.id, FULL),)
        if not isinstance(within, str):
            within = number_as_code(within) or within
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
        return ((place.id, FULL),)

    def resolve_many(
        self, texts: Iterable[object], *, within: str | float | Division | None = None, level: Level | str | None = None
    ) -> Resolutions:
        """One resolution a text, in order; repeated texts cost once."""
        scope = self.scope(within)[0][0] if within is not None else None
        texts = list(several(texts))
        seen: dict[str, Resolution | None] = {}
        if scope is None and level is None:
            short = [*dict.fromkeys(t for t in texts if isinstance(t, str) and 0 < len(t) <= MAX_TEXT_LENGTH)]
            nodes = self.quick.read_many(short)
            seen = {t: self._of_node(node, t) for t, node in zip(short, nodes, strict=True) if node is not None}
        results = Resolutions()
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
                start, end = clean.raw_span(chain.start, chain.end)
                part = raw[start:end]
                mentions.append(Mention(start=start, end=end, text=part, resolution=self.resolve(part)))
                pos = chain.end
            else:
                pos += 1
        return mentions


def _made_anew(
    gazetteer: Gazetteer | None, aliases: Mapping[str, str], as_of: int | date | None, cutoff: float
) -> Normalizer:
    return Normalizer(gazetteer, aliases=aliases, as_of=as_of, cutoff=cutoff)
