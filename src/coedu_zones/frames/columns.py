"""A column of texts → columns of answers: the one contract that every engine keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date
from functools import lru_cache
from typing import Any, Final

from coedu_zones.data.collector import collector_at_rest
from coedu_zones.errors import TextTooLongError
from coedu_zones.gazetteer.townships import Townships
from coedu_zones.messages import language
from coedu_zones.parse.in_terms import NOTHING_ASKED, Asked, Settled, TermsOf, asked
from coedu_zones.parse.outcome import Outcome, remainder
from coedu_zones.parse.parsed import Parsed
from coedu_zones.parse.parsed import Settled as SettledHead
from coedu_zones.parse.parser import Scope
from coedu_zones.parse.scan import SLICE, Row, Rows, Scanned, spread
from coedu_zones.parse.text import NameKey, NormalizedName, normalize_text
from coedu_zones.parse.tokens import Outline
from coedu_zones.parse.townships import Township
from coedu_zones.places.inputs import is_missing, options_named, rows_of, several
from coedu_zones.places.models import Level
from coedu_zones.resolution import Candidate, Method, Status
from coedu_zones.resolution.answers import FIELDS, Answer, chosen_fields
from coedu_zones.resolver import Normalizer, PlaceLike, normalizer_at
from coedu_zones.resolver.answers import raw_text
from coedu_zones.zone_table.rows import of_notice

_CHUNK: Final = 16_384  # rows that are worked on at once
_MOST_SEEN: Final = 50_000  # texts whose answers are at hand
_CLEANED: Final = NormalizedName(NameKey(""))

__all__ = ["FIELDS", "ColumnResolver", "resolve_columns"]


@options_named
def resolve_columns(
    texts: Iterable[object] | None = None,
    *,
    within: PlaceLike | None = None,
    level: Level | str | None = None,
    as_of: int | date | None = None,
    split: str | None = None,
    terms_of: TermsOf = None,
    province: Iterable[object] | None = None,
    prefecture: Iterable[object] | None = None,
    county: Iterable[object] | None = None,
    candidates: bool = False,
    fields: Iterable[str] | None = None,
    normalizer: Normalizer | None = None,
) -> dict[str, list[Any]]:
    """One list per field, each as long as ``texts`` and in its order.

    A whole number of 2, 4, 6, 9 or 12 digits is a code. A missing or blank text gives
    ``None`` in every field. A text that cannot be read at all (too long, not a text) gives
    the status ``"error"`` and the message as its remainder: a batch never dies of one row.

    ``coverage`` says how the zones cover the place, on what is known of it: ``equal``,
    ``inside``, ``part``, ``holds`` (none covers it, one lies in it), ``none`` or ``unknown``.
    ``zones`` and ``zone_names`` are tuples of those that cover it, ``None`` where that is
    unknown.

    Args:
        texts: the texts, or a list of columns from large to small, which are joined row by row.
        within: keep only places inside this one (a name, a code, a division, an area, a zone or a resolution).
        level: keep only places of this level; with ``"township"``, only texts that name a township.
        as_of: the year, or the date, that the texts come from.
        split: ``"main"`` takes the main successor of a former division that was split.
        terms_of: the year in whose terms the place is given; ``terms`` says how (``same``,
            ``main``, ``part``, ``gone``). A list of years keeps the place of today and adds
            ``code_2010``, ``name_2010``, ``path_2010`` and ``terms_2010`` for each.
        province: the column of the province, put before ``texts``.
        prefecture: the column of the prefecture.
        county: the column of the county.
        candidates: add a list of dictionaries (path, code, score, method) per row.
        fields: which fields, :data:`FIELDS` by default; also ``pinyin``, ``english``, ``point``
            (``latitude`` and ``longitude``) and ``evidence``.
        normalizer: one's own aliases or settings instead of the default.

    Raises:
        AmbiguousNameError, UnresolvedNameError: ``within`` is not one place.
        UnknownYearError: the tables do not hold a year.
        ValueError: an option has a value that it does not take, or the columns are not of one length.
        TypeError: there is no such option, or no texts.

    >>> resolve_columns(["渝水区", None])["code"]
    ['360502', None]
    >>> found = resolve_columns(province=["江西", "湖南"], county=["渝水区", "祁阳市"], terms_of=2010, fields=["code"])
    >>> found
    {'code': ['360502', '431121'], 'terms': ['same', 'same']}
    """
    resolver = ColumnResolver(
        within=within, level=level, as_of=as_of, split=split, terms_of=terms_of, candidates=candidates, fields=fields,
        normalizer=normalizer,
    )  # fmt: skip
    return resolver.columns(rows_of(texts, province, prefecture, county))


class ColumnResolver:
    """Answers column after column with the same options, which are checked once; they are those of ``resolve_columns``.

    Threads may share one.

    Raises:
        AmbiguousNameError, UnresolvedNameError: ``within`` is not one place.
        UnknownYearError: the tables do not hold a year.
        ValueError: an option has a value that it does not take.

    """

    def __init__(
        self,
        *,
        within: PlaceLike | None = None,
        level: Level | str | None = None,
        as_of: int | date | None = None,
        split: str | None = None,
        terms_of: TermsOf = None,
        candidates: bool = False,
        fields: Iterable[str] | None = None,
        normalizer: Normalizer | None = None,
    ) -> None:
        self._normalizer = normalizer
        self._as_of = as_of
        engine = normalizer_at(as_of, normalizer)
        self._scope: Scope = () if within is None else engine.scope(within)
        self.level = None if level is None else Level(level)
        self.asked: Asked = asked(split, terms_of)
        self.ask(
            chosen_fields(fields, candidates=candidates, in_terms=self.asked.year is not None, years=self.asked.years)
        )

    def __getstate__(self) -> dict[str, Any]:
        """The options; what was remembered does not travel."""
        return {**self.__dict__, "_seen": {}}

    def ask(self, fields: tuple[str, ...]) -> None:
        """Set the fields, which were checked."""
        self.fields = fields
        #: The fields that texts with the same meaning share, in the order of a ``Row``; a row begins with the status.
        self.shared: tuple[str, ...] = ("status", *(field for field in fields if field not in {"status", "remainder"}))
        self._missing: Row = (None,) * len(self.shared)
        #: Language → the answers of texts that were not read in C, for those that come again.
        self._seen: dict[str, dict[str, tuple[Row, str | None]]] = {}
        named = ("township", "township_code")
        self._township_at = [
            (self.shared.index(field), which) for which, field in enumerate(named) if field in self.shared
        ]
        places = [self.shared.index(field) if field in self.shared else -1 for field in named]
        self.towns = places[0], places[1]
        self._key = f"{self.shared} {self.asked}"  # a text knows its hash

    def asking(self, more: Iterable[str]) -> ColumnResolver:
        """The same with further fields behind its own."""
        twin = copy(self)
        twin.ask((*self.fields, *(field for field in more if field not in self.fields)))
        return twin

    def columns(self, texts: Iterable[object]) -> dict[str, list[Any]]:
        """The columns of ``resolve_columns``."""
        texts = texts if isinstance(texts, list | tuple) else list(several(texts))
        found: dict[str, list[Any]] = {field: [None] * len(texts) for field in ("status", "remainder", *self.fields)}
        shared = [found[field] for field in self.shared]
        for start in range(0, len(texts), _CHUNK):
            rows, rests = self.answers(texts[start : start + _CHUNK])
            end = start + len(rows)
            found["remainder"][start:end] = rests
            spread(rows, shared, start)
        return {field: found[field] for field in self.fields}

    def answers(self, texts: Sequence[object]) -> tuple[list[Row], list[str | None]]:
        """The shared fields and the remainder of each text."""
        engine = normalizer_at(self._as_of, self._normalizer)
        level = self.level.value if self.level is not None else None
        key = self._key, language()
        scans = engine.scans(key, self._scope, level, len(texts), lambda: _RowMaker(self, engine, self._missing))
        seen = self._seen.setdefault(language(), {})
        if len(seen) > _MOST_SEEN:
            seen.clear()
        rows: list[Row] = []
        rests: list[str | None] = []
        for start in range(0, len(texts), SLICE):
            part = texts[start : start + SLICE]
            with collector_at_rest():
                found = scans.read(part) if scans is not None else Scanned.nothing(len(part))
                for numbers, glanced in ((found.left, False), (found.unsettled, True)):
                    for at in numbers:
                        text = part[at]
                        answer = seen.get(text) if type(text) is str else None
                        if answer is None:
                            answer = self._one(engine, text, self._scope, level, glanced=glanced)
                            if type(text) is str:
                                seen[text] = answer
                        found.rows[at], found.rests[at] = answer
            rows += found.rows
            rests += found.rests
        return rows, rests

    def _one(
        self, engine: Normalizer, text: object, scope: Scope, level: str | None, *, glanced: bool = False
    ) -> tuple[Row, str | None]:
        """The shared fields and the remainder of one text, of which a glance was known to settle nothing if ``glanced``."""
        if is_missing(text):
            return self._missing, None
        try:
            raw = raw_text(text)
        except (TypeError, TextTooLongError) as error:
            return ("error", *self._missing[1:]), str(error)
        if raw is None:
            return self._missing, None
        clean = normalize_text(raw)
        special = engine.special(clean, scope, level)
        if special is not None:
            return self.row(engine.settle(special, clean, None, self.asked)), special.remainder
        parsed = engine.parser.parse(clean.text, scope, level, glanced=glanced)
        rest = remainder(clean.text, parsed)
        return self.remembered(engine, clean, parsed, rest), rest

    def remembered(self, engine: Normalizer, clean: NormalizedName, parsed: Parsed, rest: str) -> Row:
        """The row of a decision, worked out once for each way in which the texts that come to it differ for a row."""
        decision = parsed.decision
        if decision.row is None:
            decision.row = {}
        township = parsed.township.code if parsed.township is not None and engine.gazetteer.year is None else ""
        asked = township if township and self.counts(decision.options[0].place) else ""
        key = (self._key, asked, bool(rest), language())
        row: Row | None = decision.row.get(key)
        if row is None:
            found = engine.explainer.candidates(decision)
            outcome = Outcome(Status(decision.status), found, rest, decision.flagged, ())
            settled = engine.settle(outcome, clean, parsed, self.asked)
            row = decision.row.setdefault(key, self.row(settled, _named(asked) if asked else None))
        if not township or asked or not self._township_at:
            return row
        named = _named(township)
        changed = list(row)
        for at, which in self._township_at:
            changed[at] = named[which]
        return tuple(changed)

    def counts(self, county: str) -> bool:
        """Whether a row says more of a township than its name: where its county is a zone, or parted by one, or a year is
        asked for.
        """
        listed = of_notice()
        return self.asked is not NOTHING_ASKED or county in listed.overlapping or county in listed.by_target

    def row(self, settled: Settled, township: tuple[str, str] | None = None) -> Row:
        """The shared fields of an outcome."""
        outcome = settled.outcome
        place = outcome.candidates[0].place if outcome.status is Status.RESOLVED else None
        answer = Answer(
            outcome.status.value, place, outcome.candidates, outcome.remainder, outcome.remainder_is_division, township,
            settled.understood, settled.terms, tuple((y.year, y.division, y.terms) for y in settled.years),
        )  # fmt: skip
        return answer.values(self.shared)


class _RowMaker:
    """Makes the rows of a resolver for texts that are read in C."""

    def __init__(self, resolver: ColumnResolver, engine: Normalizer, missing: Row) -> None:
        self.missing = missing
        self.tells = engine.gazetteer.year is None
        self.towns = resolver.towns
        self._resolver = copy(resolver)  # whose fields may be set anew
        self._engine = engine

    def of_decision(self, settled: SettledHead) -> Rows:
        """The rows of a decision on names that nothing stands before or between."""
        parsed = self._parsed(settled)
        bare, with_rest = (self._resolver.remembered(self._engine, _CLEANED, parsed, rest) for rest in ("", "…"))
        return Rows(bare, with_rest, not self._resolver.counts(settled.decision.options[0].place))

    def of_township(self, settled: SettledHead, code: str, *, has_rest: bool) -> Row:
        """The row of a decision with a township behind the names."""
        parsed = self._parsed(settled)._replace(township=Township(code, settled.end, settled.end))
        return self._resolver.remembered(self._engine, _CLEANED, parsed, "…" if has_rest else "")

    @staticmethod
    def _parsed(settled: SettledHead) -> Parsed:
        return Parsed(Outline(settled.shape, (*settled.at, settled.end)), settled.decision)

    def of_place(self, place: str, score: float, method: str) -> Rows:
        """The rows of a place that nothing else stands beside."""
        found = Candidate(place=self._engine.gazetteer.place(place), score=score, method=Method(method), evidence=())
        outcome = Outcome(Status.RESOLVED, (found,), "", remainder_is_division=False, trace=())
        bare = with_rest = self._row(outcome)
        if place in of_notice().holders or self._resolver.asked is not NOTHING_ASKED:
            with_rest = self._row(outcome._replace(remainder="…"))
        return Rows(bare, with_rest, not self._resolver.counts(place))

    def _row(self, outcome: Outcome) -> Row:
        return self._resolver.row(self._engine.settle(outcome, _CLEANED, None, self._resolver.asked))


@lru_cache(maxsize=65_536)
def _named(township: str) -> tuple[str, str]:
    """The name and the code of a township."""
    return Townships.current().by_code(township).name, township
