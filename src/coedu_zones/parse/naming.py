"""A written name as it is weighed: the places that it may mean, and by how much it stands by itself."""

from __future__ import annotations

from typing import Final

from coedu_zones.parse.characters import Slip
from coedu_zones.parse.evidence import NOTHING
from coedu_zones.parse.forms import Form
from coedu_zones.parse.names import Entry

MISSING: Final = "missing character"  # a kind of slip
COUNTY: Final = "县"  # the only generic that stands behind one character

KINDS: Final = {
    Form.FULL: "full", Form.SHORT: "short", Form.ALIAS: "alias", Form.STEM: "stem", Form.CODE: "code",
    Form.TOWNSHIP: "township", Form.TOWNSHIP_STEM: "township stem",
}  # fmt: skip


class Naming:
    """A written name and the places that it may mean, all by strong forms or all by weak ones.

    ``use`` tells by how much it stands by itself: ``full``, ``full2`` (two characters), ``stem``, ``letter``,
    ``township`` or ``township stem``. ``form`` is what it says by itself, ``as_word`` what is known of the word.
    """

    __slots__ = (
        "as_word", "common", "cut", "elsewhere", "entries", "form", "letter", "near", "slight", "slip", "strong", "township",
        "use", "word", "written",
    )  # fmt: skip

    def __init__(
        self,
        word: str,
        entries: tuple[Entry, ...],
        *,
        strong: bool,
        cut: bool = False,
        slip: Slip | None = None,
        written: str = "",
    ) -> None:
        self.word = word
        self.entries = entries
        self.strong = strong
        self.cut = cut  # a longer name starts where it does
        self.slip = slip  # how it is misspelt, where it is
        self.written = written  # the misspelt name as it stands in the text
        self.township = entries[0].form >= Form.TOWNSHIP
        self.letter = len(word) == 1
        left_out = slip is not None and slip.kind == MISSING
        self.slight = left_out and len(written) == 2 and written.endswith(COUNTY)  # rather another name
        self.use = self._use()
        self.form = self.as_word = self.elsewhere = self.near = NOTHING
        self.common = False

    def _use(self) -> str:
        if self.township:
            return KINDS[self.entries[0].form]
        if self.letter:
            return "letter"
        return ("full2" if len(self.word) == 2 else "full") if self.strong else "stem"
