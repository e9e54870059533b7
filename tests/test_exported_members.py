"""Rule: ``coedu_zones.__all__`` is the whole public list. A change here is a change for the users."""

from __future__ import annotations

import inspect
import pkgutil
import subprocess
import sys
import types

import pytest

import coedu_zones as cz

PUBLIC = """
FIELDS MAX_TEXT_LENGTH NOTICE AmbiguousNameError AnnotationSummary Candidate ChangeRecord CoeduZonesError
Conversion Coverage CoverageKind DataIntegrityError Division DivisionField FunctionalArea Gazetteer
Successor Hit IdentifierSystem Level ListedName ListingBody Mention Mentions Method MissingBackendError
Normalizer Notice NoticeFormatError NoticeList Overlap PeriodRecord PlaceHistory Point PointPrecision Province
ProvinceKind Resolution Status Step Succession TableError TextTooLongError TreeNode
UnknownCodeError UnknownYearError UnresolvedNameError Zone ZoneField ZoneKind ZoneList __version__ annotate
convert data_version divisions extract extract_columns find_by find_zone functional_areas get_area
get_division get_province get_zone history listing_bodies normalize parse_notice predecessors
provinces resolve resolve_columns resolve_many search successors tree zones
zones_covering CodeReading FoundCode find_code explain Explanation
ConversionSummary YearTerms convert_columns convert_file in_language set_language column_names
"""

#: Types that are written in a model of one's own, and so are neither verb nor class.
FIELD_TYPES = {"DivisionField", "ZoneField"}


def test_the_list_is_pinned() -> None:
    assert sorted(cz.__all__) == sorted(PUBLIC.split())
    assert len(set(cz.__all__)) == len(cz.__all__)


def test_it_is_all_that_shows() -> None:
    assert dir(cz) == sorted(cz.__all__)
    there = {
        name for name, value in vars(cz).items() if not name.startswith("_") and not isinstance(value, types.ModuleType)
    }
    assert there - {"annotations", "import_module", "TYPE_CHECKING"} <= set(cz.__all__)


def test_each_can_be_had_and_nothing_else() -> None:
    for name in cz.__all__:
        assert getattr(cz, name) is not None
    with pytest.raises(AttributeError, match="atlantis"):
        cz.atlantis  # type: ignore[attr-defined]  # noqa: B018 - that is what is tested


def test_an_old_name_says_the_new_one() -> None:
    with pytest.raises(AttributeError, match=r"coedu_zones\.Heir is now called coedu_zones\.Successor"):
        cz.Heir  # type: ignore[attr-defined]  # noqa: B018 - that is what is tested


def test_no_module_bears_a_public_name() -> None:
    """Importing it would put the module where the function or class is."""
    assert not {module.name for module in pkgutil.iter_modules(cz.__path__)} & set(cz.__all__)


def test_the_import_reads_no_model_and_no_library() -> None:
    code = "import sys, coedu_zones; print([n for n in sys.modules if n.startswith(('pydantic', 'coedu_zones.'))])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "['coedu_zones.data', 'coedu_zones.data.locks']\n"
    )


def test_verbs_are_functions_and_nouns_are_classes() -> None:
    for name in set(cz.__all__) - {"__version__"} - FIELD_TYPES:
        value = getattr(cz, name)
        if name.isupper():
            assert not callable(value)
        elif name[0].isupper():
            assert inspect.isclass(value), name
        else:
            assert inspect.isfunction(value), name


def test_a_star_import_gives_the_list() -> None:
    namespace: dict[str, object] = {}
    exec("from coedu_zones import *", namespace)  # noqa: S102 - that is what is tested
    assert set(namespace) - {"__builtins__"} == set(cz.__all__)


def test_the_functions_take_options_by_name_only() -> None:
    """What is asked about is given without its name, and so may be the target of a file, the limit of a search, a system and its key."""
    for name in cz.__all__:
        value = getattr(cz, name)
        if inspect.isfunction(value):
            free = [p for p in inspect.signature(value).parameters.values() if p.kind is not p.KEYWORD_ONLY]
            assert len(free) <= (2 if name in {"annotate", "convert_file", "find_by", "search"} else 1), name


def test_each_says_where_it_lives() -> None:
    for name in cz.__all__:
        value = getattr(cz, name)
        if inspect.isclass(value) or inspect.isfunction(value):
            assert value.__module__.startswith("coedu_zones."), name
            assert value.__name__ == name
