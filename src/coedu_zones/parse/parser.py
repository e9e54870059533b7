"""The one parse function: a clean text → its outline and the decision that the outline comes to.

Most texts are decided by their outline. Where the best reading leaves something open that the characters themselves
may settle, a second look keeps them: a township behind the names, or a misspelt name. Both are further names of the
same lattice. A decision is remembered under all that it saw: the outline, the context and the level.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from coedu_zones.changes.lineage import Period
from coedu_zones.data.locks import shared_lock
from coedu_zones.gazetteer.townships import Bearer
from coedu_zones.parse.closer import CloserLook
from coedu_zones.parse.decide import Decider
from coedu_zones.parse.decision import Decision
from coedu_zones.parse.forms import Form
from coedu_zones.parse.glance import Glances, Heads
from coedu_zones.parse.lattice import Lattice
from coedu_zones.parse.names import Entry, NameIndex, combine
from coedu_zones.parse.naming import Naming
from coedu_zones.parse.parsed import Parsed
from coedu_zones.parse.readings import Name, Reading
from coedu_zones.parse.text import NameKey
from coedu_zones.parse.tokens import Outline, Tokens
from coedu_zones.parse.townships import Township, TownshipNames

if TYPE_CHECKING:  # only texts that are left open pay for it
    from coedu_zones.parse.spelling import Speller

MOST_REMEMBERED: Final = 10_000  # decisions, of some 6 kB each
MOST_CLOSER: Final = 6_000  # … after a closer look
LONGEST_REMEMBERED: Final = 80  # characters of an outline
TOWNSHIP_LEVEL: Final = "township"
SURE_SCORE: Final = 8.0  # log-odds of a reading that nothing speaks against

Scope = tuple[Entry, ...]


class Parser:
    """Parses texts against one index. Threads may share one; what is remembered does not travel with a pickle."""

    def __init__(self, index: NameIndex, cutoff: float, speller: Callable[[], Speller]) -> None:
        self.index = index
        self.tokens = Tokens(index)
        self.lattice = Lattice(index)
        self.townships = TownshipNames(index)
        self.decider = Decider(self.lattice, self.townships, cutoff)
        self.closer = CloserLook(self.lattice, self.townships, speller)
        self.glances = Glances(self.tokens, self.townships, self.lattice.weights, self.closer)
        self.reweighed = False
        self.scans: dict[Hashable, Any] = {}  # what reads columns in C, kept for their callers
        self._heads: dict[tuple[Scope, str | None], Heads] = {}
        self._memo: dict[tuple[str, Scope, str | None, tuple[Name, ...]], Decision] = {}
        self._closer_memo: dict[tuple[str, Scope, str | None, tuple[Name, ...]], Decision] = {}

    def parse(self, text: NameKey, scope: Scope = (), level: str | None = None, *, glanced: bool = False) -> Parsed:
        """What a clean text means inside a scope and of a level; ``glanced`` where a glance is known to settle nothing."""
        if level == TOWNSHIP_LEVEL:
            return self._of_township(self.parse(text, scope, glanced=glanced))
        glance = None if glanced else self.glance(text, scope, level)
        if glance is not None:
            return glance
        plain = self.tokens.outline(text)
        brief = plain.brief()
        decision = self._decide(brief.shape, scope, level)
        behind = self._behind(text, plain, decision)
        if decision.settled and (behind is None or behind.code):
            return Parsed(brief, decision, behind)
        names = self.closer.names(text, plain, decision, scope)
        if names:
            brief = plain.brief(max(name.end for name in names))
            decision = self._decide(brief.shape, scope, level, names)
        return Parsed(brief, decision, self._township(text, plain, decision))

    @staticmethod
    def _of_township(parsed: Parsed) -> Parsed:
        """The same where a township was read; a suggestion where none was."""
        if parsed.township is not None:
            return parsed
        found = parsed.decision
        return parsed._replace(decision=Decision("unresolved", found.options, found.reading, found.null, found.flagged))

    def glance(self, text: NameKey, scope: Scope = (), level: str | None = None) -> Parsed | None:
        """What a text means by the names that it begins with and the kind of thing behind; ``None`` when that leaves it open."""
        return self.glances.at(text, self.heads(scope, level))

    def heads(self, scope: Scope = (), level: str | None = None) -> Heads:
        """The heads that were seen in a context."""
        context = scope, level
        heads = self._heads.get(context)
        if heads is None:
            with shared_lock:
                heads = self._heads.setdefault(context, Heads(partial(self._decide, scope=scope, level=level)))
        return heads

    def _behind(self, text: NameKey, plain: Outline, decision: Decision) -> Township | None:
        """The township behind a county that was read; without a code, when it lies in another county today."""
        if decision.status != "resolved":
            return None
        option = decision.options[0]
        end = option.reading.names[-1].end
        while plain.shape[end : end + 1] in {",", "("}:
            end += 1
        return self.townships.behind(option.place, text, plain.at[end])

    def _township(self, text: NameKey, plain: Outline, decision: Decision) -> Township | None:
        """The township that decided a county, or that stands behind it."""
        if decision.status != "resolved":
            return None
        option = decision.options[0]
        if isinstance(option.entry.place, Bearer):
            last = option.reading.names[-1]
            bearer = option.entry.place
            return Township(bearer.successor, plain.at[last.start], plain.at[last.end]) if bearer.successor else None
        behind = self._behind(text, plain, decision)
        return behind if behind and behind.code else None

    def reweigh(self, weights: Mapping[str, float]) -> None:
        """Read with other weights."""
        self.lattice.namings.reweigh(weights)
        self.decider.forget()
        self.closer.forget()
        self.glances.reweigh(weights)
        self.reweighed = True
        self.forget()

    def forget(self) -> None:
        """Forget the decisions that were remembered."""
        self.scans.clear()
        self._heads.clear()
        self._memo.clear()
        self._closer_memo.clear()

    def readings(self, text: NameKey) -> list[Reading]:
        """Every reading of a text, best first, a closer look included: what weights are fitted on."""
        plain = self.tokens.outline(text)
        readings = self.lattice.readings(plain.brief().shape)
        decision = self.decider.decide(readings)
        if decision.settled:
            return readings
        names = self.closer.names(text, plain, decision, ())
        if not names:
            return readings
        return self.lattice.readings(plain.brief(max(name.end for name in names)).shape, (), names)

    def _decide(self, shape: str, scope: Scope, level: str | None, names: tuple[Name, ...] = ()) -> Decision:
        memo, most = (self._closer_memo, MOST_CLOSER) if names else (self._memo, MOST_REMEMBERED)
        key = (shape, scope, level, names)
        found = memo.get(key)
        if found is None:
            found = self.decider.decide(self.lattice.readings(shape, scope, names), level, scope)
            if len(shape) <= LONGEST_REMEMBERED:
                if len(memo) >= most:
                    memo.clear()
                memo[key] = found
        return found

    def former(self, period: Period, scope: Scope, level: str | None) -> Decision:
        """What a former division means today, when a text is its code."""
        entry = Entry(period, Form.CODE)
        name = Name(0, len(period.code), Naming(period.code, (entry,), strong=True))
        entries = combine(self.index, scope, (entry,)).get("inside", ()) if scope else (entry,)
        reading = Reading(SURE_SCORE, entries, (name,), conflict=False, trail=())
        return self.decider.decide([reading] if entries else [], level, scope)
