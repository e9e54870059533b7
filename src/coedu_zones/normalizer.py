"""The normalizer: texts → resolutions, against one gazetteer with one set of names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from coedu_zones.coded import CODE, CodeReader
from coedu_zones.errors import AmbiguousNameError, UnknownCodeError, UnresolvedNameError
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.inputs import as_text, number_as_code, score_of, several, year_of
from coedu_zones.lineage import History
from coedu_zones.models import Division, Level
from coedu_zones.parse.names import Entry, Form, NameIndex
from coedu_zones.parse.outcome import Explainer, Outcome
from coedu_zones.parse.parser import Parsed, Parser, Scope
from coedu_zones.patterns import Pattern
from coedu_zones.resolution import Mention, Resolution, Resolutions, Status, Step
from coedu_zones.text import NormalizedName, normalize_name, normalize_text
from coedu_zones.threads import shared_lock

if TYPE_CHECKING:
    from coedu_zones.latin import LatinIndex
    from coedu_zones.parse.spelling import Speller

_LATIN: Final = Pattern("[A-Za-z]{2}")


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
        cutoff: float = 80.0,
    ) -> None:
        self._made_from = (gazetteer, dict(aliases or {}), as_of, cutoff)
        if gazetteer is None:
            gazetteer = Gazetteer.current() if as_of is None else History.load().gazetteer(year_of(as_of))
        self.gazetteer = gazetteer
        self.cutoff = score_of(cutoff)
        for alias, place_id in (aliases or {}).items():
            if as_text(alias) is None or place_id not in gazetteer.ancestors:
                raise UnknownCodeError(f"the alias {alias!r} is blank, or points to no code or area id: {place_id!r}")
        self._aliases: dict[str, str] = {normalize_name(alias): place_id for alias, place_id in (aliases or {}).items()}
        self._index: NameIndex | None = None
        self._parser: Parser | None = None
        self._speller: Speller | None = None
        self._latin: LatinIndex | None = None
        self._explainer: Explainer | None = None

    def __reduce__(self) -> tuple[Callable[..., Normalizer], tuple[Any, ...]]:
        """Travel to another process as the settings; the indexes are built anew there."""
        return _made_anew, self._made_from

    @property
    def _shared(self) -> bool:
        """Whether the indexes of the present gazetteer serve, which all normalizers share."""
        return self.gazetteer is Gazetteer.current() and not self._aliases

    @property
    def index(self) -> NameIndex:
        """The names of this normalizer's places, built when they are first needed."""
        if self._index is None:
            with shared_lock:
                self._index = (
                    NameIndex.current() if self._shared
                    else NameIndex(self.gazetteer, History.load(), self._aliases, self.gazetteer.year)
                )  # fmt: skip
        return self._index

    @property
    def parser(self) -> Parser:
        """The parser of this normalizer's names."""
        if self._parser is None:
            with shared_lock:
                self._parser = Parser(self.index, self.cutoff, lambda: self.speller)
        return self._parser

    @property
    def explainer(self) -> Explainer:
        """What dresses the parser's decisions."""
        if self._explainer is None:
            self._explainer = Explainer(self.gazetteer, self.index)
        return self._explainer

    @property
    def speller(self) -> Speller:
        """The spelling repair of this normalizer's names, built when it is first needed."""
        if self._speller is None:
            with shared_lock:
                from coedu_zones.parse.characters import Characters  # noqa: PLC0415 - only texts that are left open pay for it
                from coedu_zones.parse.spelling import Speller  # noqa: PLC0415
                self._speller = Speller.current() if self._shared else Speller(self.index, Characters.load())
        return self._speller

    @property
    def latin(self) -> LatinIndex:
        """The Latin-script names of this normalizer's places, built when they are first needed."""
        if self._latin is None:
            with shared_lock:
                from coedu_zones.latin import LatinIndex  # noqa: PLC0415 - only Latin texts pay for it
                self._latin = LatinIndex.current() if self._shared else LatinIndex(self.index)
        return self._latin

    def former_entries(self, name: str) -> tuple[Entry, ...]:
        """The former divisions that had exactly this name, when no present one has it."""
        entries = self.index.names.get(normalize_text(name).text, ())
        former = all(self.index.is_former(e.place) and e.form.strong for e in entries)
        return entries if former else ()

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
        raw = as_text(text if isinstance(text, str) else number_as_code(text) or text)
        if raw is None:
            blank = Step(rule="blank", start=0, end=0, result="no text")
            return _resolution(text if isinstance(text, str) else "", Outcome(Status.UNRESOLVED, (), "", False, (blank,)))
        scope = self.scope(within) if within is not None else ()
        wanted = Level(level).value if level is not None else None
        clean = normalize_text(raw)
        special = self.special(clean, scope, wanted)
        if special is not None:
            return _resolution(raw, special)
        return _resolution(raw, self.explainer.outcome(clean, len(raw), self.parse(clean, scope, wanted)))

    def parse(self, clean: NormalizedName, scope: Scope, level: str | None) -> Parsed:
        """The decision on a cleaned text in Chinese characters."""
        return self.parser.parse(clean.text, scope, level)

    def special(self, clean: NormalizedName, scope: Scope, level: str | None) -> Outcome | None:
        """The outcome of a text that is a code, or written in Latin letters; ``None`` for any other."""
        code = CODE.fullmatch(clean.text.strip())
        if code:
            return CodeReader(self.gazetteer, self.parser, self.explainer).outcome(clean, code[1], scope, level)
        if not _LATIN.search(clean.text):
            return None
        with shared_lock:
            from coedu_zones.latin import is_latin, latin_outcome, read_latin  # noqa: PLC0415 - only Latin texts pay for it

        if not is_latin(clean.text):
            return None
        found = read_latin(self.latin, clean.text, scope, level)
        return latin_outcome(self.gazetteer, clean.text, found, self.cutoff)

    def scope(self, within: str | float | Division) -> Scope:
        """The entry of a context that is given as a name, a code (text or number) or a division.

        The context of a township is its county, or the prefecture where it has none.

        Raises:
            AmbiguousNameError: the name may mean several places.
            UnresolvedNameError: it names no place that is known.

        """
        if isinstance(within, Division):
            township = within.level is Level.TOWNSHIP and within.parent is not None
            return (Entry(within.parent if township and within.parent else within.id, Form.FULL),)
        if not isinstance(within, str):
            within = number_as_code(within) or within
        if not isinstance(within, str):
            raise TypeError(f"within={within!r}: expected a name, a code or a division")
        if within in self.gazetteer.ancestors:
            return (Entry(within, Form.FULL),)
        found = self.resolve(within)
        if found.status is Status.AMBIGUOUS:
            raise AmbiguousNameError(f"within={within!r} may mean several places: {found}", found.candidates)
        if found.place is None:
            raise UnresolvedNameError(f"within={within!r} names no place that is known", found.candidates)
        place = found.place
        return (Entry(place.id, Form.FULL),)

    def resolve_many(
        self, texts: Iterable[object], *, within: str | float | Division | None = None, level: Level | str | None = None
    ) -> Resolutions:
        """One resolution per text, in order; repeated texts cost once."""
        scope = self.scope(within)[0].place if within is not None else None
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
        for start, end in self.parser.mentions(clean.text):
            first, last = clean.raw_span(start, end)
            part = raw[first:last]
            mentions.append(Mention(start=first, end=last, text=part, resolution=self.resolve(part)))
        return mentions


def _resolution(text: str, outcome: Outcome) -> Resolution:
    return Resolution(text=text, **outcome._asdict())


def _made_anew(
    gazetteer: Gazetteer | None, aliases: Mapping[str, str], as_of: int | date | None, cutoff: float
) -> Normalizer:
    return Normalizer(gazetteer, aliases=aliases, as_of=as_of, cutoff=cutoff)
