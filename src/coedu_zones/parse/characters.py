"""How characters sound and what they look like: the ground that spelling repair stands on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from coedu_zones.data.reader import load_once, read_table
from coedu_zones.messages import Sentence
from coedu_zones.places.romanize import mark_tone

# Sounds that speakers and input methods mix up, written alike: flat and retroflex initials, l and n,
# front and back nasals (模糊音, as input methods offer them).
_MIXED_INITIALS: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_MIXED_FINALS: Final = (("ang", "an"), ("eng", "en"), ("ing", "in"))
_PRIVATE: Final = 0xE000  # one private-use letter stands for one syllable in a key


class Slip(NamedTuple):
    """One difference between what was written and a name: its kind, the two sides, and why."""

    kind: str
    written: str
    meant: str
    why: str


def fold(syllable: str) -> str:
    """A toneless syllable with the sounds that are mixed up made equal: ``zhang`` → ``zan``.

    >>> fold("zhang") == fold("zan"), fold("ning") == fold("lin")
    (True, True)
    """
    for initial, plain in _MIXED_INITIALS:
        if syllable.startswith(initial):
            syllable = plain + syllable[len(initial) :]
            break
    for final, plain in _MIXED_FINALS:
        if syllable.endswith(final):
            return syllable[: -len(final)] + plain
    return syllable


class Characters:
    """Readings and look-alikes of the common characters."""

    def __init__(self, readings: dict[str, tuple[str, ...]], look_alikes: dict[str, frozenset[str]]) -> None:
        self.readings = readings  # character → readings such as "qu1", most usual first
        self.look_alikes = look_alikes
        self._letters: dict[str, str] = {}
        self._keys: dict[str, str] = {}

    @staticmethod
    def load() -> Characters:
        """The tables, loaded on first use and shared."""
        return _load()

    def key(self, text: str) -> str:
        """One letter a character, equal where the usual readings may be mixed up by ear."""
        keys = self._keys
        return "".join([keys.get(c) or self._key(c) for c in text])

    def _key(self, char: str) -> str:
        found = self.readings.get(char)
        letter = char
        if found:
            folded = fold(found[0][:-1])
            letter = self._letters.setdefault(folded, chr(_PRIVATE + len(self._letters)))
        self._keys[char] = letter
        return letter

    def syllables(self, char: str) -> frozenset[str]:
        """The toneless readings of a character."""
        return frozenset(reading[:-1] for reading in self.readings.get(char, ()))

    def difference(self, written: str, meant: str) -> Slip:
        """What may have led to one character for another: the ear, the eye, or nothing that is known."""
        # what somebody types has one of its two usual readings; a place name may have a rare one
        ours, theirs = self.readings.get(written, ())[:2], self.readings.get(meant, ())
        same = next(((a, b) for b in theirs for a in ours if a[:-1] == b[:-1]), None)
        if same is not None:
            sound = mark_tone(same[1])
            if not set(ours) & set(theirs):
                why = Sentence(
                    "{written} ({mark}) and {meant} ({sound}) differ in tone only",
                    written=written, mark=mark_tone(same[0]), meant=meant, sound=sound,
                )  # fmt: skip
                return Slip("homophone in another tone", written, meant, why)
            sound = mark_tone(next(r for r in theirs if r in ours))
            alike = Sentence("{written} and {meant} sound alike ({sound})", written=written, meant=meant, sound=sound)
            return Slip("homophone", written, meant, alike)
        if meant in self.look_alikes.get(written, ()) or written in self.look_alikes.get(meant, ()):
            why = Sentence("{written} and {meant} look alike", written=written, meant=meant)
            return Slip("look-alike", written, meant, why)
        near = next(((a, b) for b in theirs for a in ours if fold(a[:-1]) == fold(b[:-1])), None)
        if near is not None:
            sounds = f"{mark_tone(near[0])}, {mark_tone(near[1])}"
            why = Sentence(
                "{written} and {meant} sound nearly alike ({sounds})", written=written, meant=meant, sounds=sounds
            )
            return Slip("near-homophone", written, meant, why)
        why = Sentence("{written} stands where {meant} should", written=written, meant=meant)
        return Slip("other character", written, meant, why)


@load_once
def _load() -> Characters:
    ranked: list[dict[str, list[str]]] = [{}, {}, {}]
    for reading, *columns in read_table("characters.tsv", 4):
        for rank, chars in enumerate(columns):
            for char in chars:
                ranked[rank].setdefault(char, []).append(reading)
    readings = {char: tuple(reading for column in ranked for reading in column.get(char, ())) for char in _all(ranked)}
    look_alikes = {char: frozenset(near + alike) for char, near, alike in read_table("look_alikes.tsv", 3)}
    return Characters(readings, look_alikes)


def _all(ranked: Iterable[dict[str, list[str]]]) -> set[str]:
    return {char for column in ranked for char in column}
