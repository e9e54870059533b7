"""What the parser settles at a glance, where cues end, and the collector that rests meanwhile."""

from __future__ import annotations

import gc
import os

import pytest

import coedu_zones as cz
from coedu_zones.data.collector import collector_at_rest
from coedu_zones.parse.cues import Cues
from coedu_zones.parse.glance import LONGEST_HEAD
from coedu_zones.parse.parser import Parser
from coedu_zones.parse.text import normalize_text
from coedu_zones.resolver import normalizer_at


@pytest.fixture(scope="module")
def parser() -> Parser:
    return normalizer_at(None, None).parser


class TestGlance:
    """Stems that leave no doubt are settled by the names that a text begins with."""

    def test_towns_inside_the_stems_are_known(self, parser: Parser) -> None:
        """灵寿镇 is a town of 灵寿县: that the stem is its own as well changes nothing."""
        found = parser.glance(normalize_text("石家庄灵寿封开路3号").text)
        assert found is not None
        assert found.decision.options[0].place == "130126"

    def test_a_town_of_the_county_stands_beside_it(self, parser: Parser) -> None:
        found = parser.glance(normalize_text("柳州柳南银山街道振兴街").text)
        assert found is not None
        assert found.township is not None
        resolution = cz.resolve("柳州柳南银山街道振兴街")
        assert (resolution.code, resolution.method, resolution.remainder) == ("450204", cz.Method.STEM, "振兴街")
        assert resolution.township is not None
        assert resolution.township.name == "银山街道"

    @pytest.mark.parametrize("text", ["柳州柳南渝水街道", "石家庄灵寿镇人民路"])
    def test_a_further_name_is_left_to_the_parser(self, parser: Parser, text: str) -> None:
        """A name elsewhere, and the town whose stem the county has."""
        assert parser.glance(normalize_text(text).text) is None

    def test_more_names_than_a_head_has_are_left_to_the_parser(self, parser: Parser) -> None:
        many = "江西省新余市渝水区" * 12
        assert len(many) > LONGEST_HEAD
        assert parser.glance(normalize_text(many).text) is None
        assert cz.resolve(many).candidates[0].code == "360502"


@pytest.mark.parametrize(
    ("text", "length"),
    [("镇长江路", 1), ("乡长岭村", 1), ("村长青小区", 1), ("镇长王某", 2), ("镇长", 2)],
)
def test_an_office_whose_last_character_begins_a_name_is_none(text: str, length: int) -> None:
    assert Cues.current().longest(text, 0) == length


class TestCollector:
    """It rests while many texts are read, and never longer."""

    def test_it_works_again_after_an_error(self) -> None:
        with pytest.raises(ZeroDivisionError), collector_at_rest():
            1 / gc.isenabled()
        assert gc.isenabled()

    def test_it_stays_off_where_it_was(self) -> None:
        gc.disable()
        try:
            with collector_at_rest():
                pass
            assert not gc.isenabled()
        finally:
            gc.enable()

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
    @pytest.mark.filterwarnings("ignore::DeprecationWarning")
    def test_it_works_in_a_child(self) -> None:
        """Which has no thread that would end the rest."""
        with collector_at_rest():
            child = os.fork()
            if child == 0:
                os._exit(0 if gc.isenabled() else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0

    def test_a_column_leaves_it_as_it_was(self) -> None:
        cz.resolve_columns(["渝水区", "朝阳区"])
        assert gc.isenabled()
