"""The error tree, and what raises which error with which words."""

from __future__ import annotations

import copy
import math
import pickle
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import coedu_zones as cz
from coedu_zones import errors
from coedu_zones.data import reader as shipped
from coedu_zones.errors import CoeduZonesError

TREE = {
    "UnknownCodeError": LookupError,
    "AmbiguousNameError": ValueError,
    "UnresolvedNameError": ValueError,
    "NoticeFormatError": ValueError,
    "UnknownYearError": ValueError,
    "TextTooLongError": ValueError,
    "MissingBackendError": ImportError,
    "DataIntegrityError": CoeduZonesError,
}


class TestTheTree:
    def test_it_is_as_drawn(self) -> None:
        drawn = re.findall(r"[├└]── (\w+) +(?:\((\w+)\))?", errors.__doc__ or "")
        assert [(name, base or "CoeduZonesError") for name, base in drawn] == [(n, b.__name__) for n, b in TREE.items()]

    @pytest.mark.parametrize("name", TREE)
    def test_each_is_public_and_has_both_bases(self, name: str) -> None:
        error = getattr(cz, name)
        assert name in cz.__all__
        assert issubclass(error, cz.CoeduZonesError)
        assert issubclass(error, TREE[name])
        assert error.__doc__

    @pytest.mark.parametrize("name", TREE)
    def test_each_survives_pickling_and_copying(self, name: str) -> None:
        error = getattr(cz, name)("what went wrong")
        for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):  # noqa: S301
            assert type(twin) is type(error)
            assert str(twin) == "what went wrong"

    def test_candidates_survive_too(self) -> None:
        with pytest.raises(cz.AmbiguousNameError) as caught:
            cz.resolve("朝阳区").one()
        twin = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
        assert twin.candidates == caught.value.candidates
        assert str(twin) == str(caught.value)


class TestMissingText:
    """What is no text is an outcome; what is the wrong thing is an error."""

    @pytest.mark.parametrize(
        "text", [None, math.nan, float("nan"), "", " ", "\u3000\u3000", "\n\t ", "\ufeff", "\u200b"]
    )
    def test_missing_and_blank_are_unresolved(self, text: object) -> None:
        found = cz.resolve(text)
        assert found.status is cz.Status.UNRESOLVED
        assert found.candidates == ()
        assert found.text == (text if isinstance(text, str) else "")
        assert cz.normalize(text) is None

    def test_a_value_that_differs_from_itself_is_missing(self) -> None:
        class NotATime:
            def __eq__(self, other: object) -> bool:
                return False

            def __hash__(self) -> int:
                return 0

        assert cz.resolve(NotATime()).status is cz.Status.UNRESOLVED

    def test_a_missing_value_of_pandas_is_missing(self) -> None:
        class NAType:
            """Like ``pandas.NA``: a comparison with it is neither true nor false."""

            def __eq__(self, other: object) -> bool:
                return self  # type: ignore[return-value]

            __ne__ = __eq__

            def __hash__(self) -> int:
                return 0

            def __bool__(self) -> bool:
                raise TypeError("boolean value of NA is ambiguous")

        assert cz.resolve(NAType()).status is cz.Status.UNRESOLVED

    @pytest.mark.parametrize("text", [5, 36050, -360502, 3.5, 360502.5, math.inf, True, b"x", {"a": 1}, object()])
    def test_another_type_is_an_error(self, text: object) -> None:
        with pytest.raises(TypeError, match="expected a text"):
            cz.resolve(text)


class TestLength:
    def test_the_maximum_is_read(self) -> None:
        text = "渝水区" + "x" * (cz.MAX_TEXT_LENGTH - 3)
        assert cz.resolve(text).text == text

    def test_one_more_is_refused(self) -> None:
        with pytest.raises(cz.TextTooLongError, match=rf"{cz.MAX_TEXT_LENGTH + 1}.*maximum is {cz.MAX_TEXT_LENGTH}"):
            cz.resolve("渝" * (cz.MAX_TEXT_LENGTH + 1))

    def test_extract_takes_running_text(self) -> None:
        assert cz.extract("渝" * (cz.MAX_TEXT_LENGTH + 1)) == []


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: cz.get_division("999999"), cz.UnknownCodeError, "999999"),
        (lambda: cz.get_zone(98), cz.UnknownCodeError, "98"),
        (lambda: cz.get_area("atlantis"), cz.UnknownCodeError, "atlantis"),
        (lambda: cz.get_province("亚特兰蒂斯"), cz.UnresolvedNameError, "亚特兰蒂斯"),
        (lambda: cz.zones(province="亚特兰蒂斯"), cz.UnresolvedNameError, "亚特兰蒂斯"),
        (lambda: cz.resolve("朝阳区").one(), cz.AmbiguousNameError, "朝阳区"),
        (lambda: cz.resolve("亚特兰蒂斯").one(), cz.UnresolvedNameError, "亚特兰蒂斯"),
        (lambda: cz.resolve("渝水区", as_of=1900), cz.UnknownYearError, "1900"),
        (lambda: cz.parse_notice("没有名单"), cz.NoticeFormatError, "no list"),
        (lambda: cz.successors("999999"), cz.UnknownCodeError, "999999"),
        (lambda: cz.convert("110101", from_year=2000, to_year=3000), cz.UnknownYearError, "3000"),
        (lambda: cz.convert("110101", from_year=2000, to_year=1900), cz.UnknownYearError, "1900"),
    ],
)
def test_who_raises_what(call: Callable[[], object], error: type[CoeduZonesError], says: str) -> None:
    with pytest.raises(error, match=says) as caught:
        call()
    assert str(caught.value) != repr(caught.value.args[0]), "a sentence, not the repr of one"


WRONG: dict[str, tuple[Callable[[], object], str]] = {
    "a text that is a number": (lambda: cz.resolve(5), "expected a text, None or NaN, got int: 5"),
    "one text for many": (lambda: cz.resolve_many("渝水区"), "expected a list of texts, got str: '渝水区'"),
    "one text for a column": (lambda: cz.resolve_columns("渝水区"), "expected a list of texts, got str: '渝水区'"),
    "no texts": (lambda: cz.resolve_many(5), "expected a list of texts, got int: 5"),  # type: ignore[arg-type]
    "a level": (lambda: cz.resolve("渝水区", level="town"), "level='town': expected 'province', 'prefecture'"),
    "a level of divisions": (lambda: cz.divisions(level="县"), "level='县': expected 'province'"),
    "a context": (lambda: cz.resolve("渝水区", within=5), "within=5: expected a name, a code"),
    "a year as text": (
        lambda: cz.convert("360502", from_year="2000", to_year=2010),  # type: ignore[arg-type]
        "expected a year such as 2015, got str: '2000'",
    ),
    "a place": (lambda: cz.history(5), "place=5: expected a name, a code, a division"),
    "no place": (lambda: cz.history(None), "place=None: expected a name, a code, a division"),  # type: ignore[arg-type]
    "a query": (lambda: cz.search(5), "expected a text, None or NaN, got int: 5"),  # type: ignore[arg-type]
    "a limit": (lambda: cz.search("渝", "x"), "limit='x': at least 1"),  # type: ignore[arg-type]
    "a page": (lambda: cz.parse_notice(b"x"), "expected the text of a page, got bytes"),  # type: ignore[arg-type]
    "a cutoff": (lambda: cz.Normalizer(cutoff=200), "cutoff=200: expected a number from 0 to 100"),
    "a blank alias": (lambda: cz.Normalizer(aliases={" ": "360502"}), "the alias ' ' is blank"),
    "a number for an alias": (lambda: cz.Normalizer(aliases={5: "360502"}), "got int: 5"),  # type: ignore[dict-item]
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_input_is_named_with_what_is_expected(name: str) -> None:
    call, says = WRONG[name]
    with pytest.raises((TypeError, ValueError, cz.UnknownCodeError), match=re.escape(says)):
        call()


def test_a_functional_area_is_a_context_for_many_as_for_one() -> None:
    one = cz.resolve("雁塔区", within="西安曲江新区")
    assert cz.resolve_many(["雁塔区"], within="西安曲江新区") == [one]
    assert cz.resolve_columns(["雁塔区"], within="西安曲江新区")["code"] == [one.code]


def test_true_is_no_number_of_a_zone() -> None:
    with pytest.raises(cz.UnknownCodeError, match="True"):
        cz.get_zone(True)


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, Any], None]]:
    """Let a table be read anew, with other bytes; afterwards all is as it was."""
    real = shipped.read_bytes

    def tamper(name: str, body: bytes | OSError) -> None:
        def read(asked: str) -> bytes:
            if asked != name:
                return real(asked)
            if isinstance(body, OSError):
                raise cz.DataIntegrityError(f"the data file {name} cannot be read") from body
            return body

        monkeypatch.setattr(shipped, "read_bytes", read)

    shipped.manifest.cache_clear()
    yield tamper
    monkeypatch.undo()
    shipped.manifest.cache_clear()


TABLES = [
    ("divisions.tsv", 10), ("zones.tsv", 10), ("periods.tsv", 4), ("changes.tsv", 8),
    ("functional_areas.tsv", 14), ("uncoded_divisions.tsv", 12), ("weights.tsv", 4), ("editions.tsv", 10),
]  # fmt: skip


class TestDamagedData:
    """Bad shipped data is a crash at load."""

    @pytest.mark.parametrize(("name", "columns"), TABLES)
    def test_a_changed_byte(self, fresh: Callable[[str, Any], None], name: str, columns: int) -> None:
        body = shipped.read_bytes(name)
        fresh(name, body.replace(b"\t", b" ", 1))
        with pytest.raises(cz.DataIntegrityError, match=f"{name}.*reinstall"):
            list(shipped.read_table(name, columns))

    @pytest.mark.parametrize(("name", "columns"), TABLES)
    def test_a_table_that_is_cut_short(self, fresh: Callable[[str, Any], None], name: str, columns: int) -> None:
        body = shipped.read_bytes(name)
        fresh(name, body[: len(body) // 2])
        with pytest.raises(cz.DataIntegrityError, match=name):
            list(shipped.read_table(name, columns))

    @pytest.mark.parametrize(("name", "columns"), TABLES)
    def test_a_record_of_another_width(self, fresh: Callable[[str, Any], None], name: str, columns: int) -> None:
        with pytest.raises(cz.DataIntegrityError, match=f"{name}: a record"):
            list(shipped.read_table(name, columns + 1))

    def test_a_table_that_cannot_be_read(self, fresh: Callable[[str, Any], None]) -> None:
        fresh("divisions.tsv", PermissionError("no"))
        with pytest.raises(cz.DataIntegrityError, match=r"divisions\.tsv"):
            list(shipped.read_table("divisions.tsv", 10))

    def test_a_file_that_is_not_there(self) -> None:
        with pytest.raises(cz.DataIntegrityError, match=r"atlantis\.tsv cannot be read.*reinstall"):
            shipped.read_bytes("atlantis.tsv")

    @pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[1", b"[]", b'{"files": {}}'])
    def test_a_damaged_manifest(self, fresh: Callable[[str, Any], None], body: bytes) -> None:
        fresh("manifest.json", body)
        with pytest.raises(cz.DataIntegrityError):
            list(shipped.read_table("divisions.tsv", 10))
        with pytest.raises(cz.DataIntegrityError):
            cz.data_version()

    def test_all_is_well_as_shipped(self) -> None:
        for name, columns in TABLES:
            assert list(shipped.read_table(name, columns))
