"""The objects: one readable line, compact and escaped shows, plain values, immutable and hashable."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
from html.parser import HTMLParser
from typing import Any, Protocol, get_args

import pydantic
import pydantic_core
import pytest

import coedu_zones as cz
from coedu_zones.places.frozen import Frozen
from coedu_zones.places.models import Place, html_table

TEXTS = (
    "渝水区",
    "朝阳区",
    "广东省南昌市",
    "苹果手机",
    "江西省新余市某某区",
    "江干区",
    "南京江北新区",
    "",
    "第八师石河子市",
)


def samples() -> list[Any]:
    """One of each kind of object that a caller may hold, and several resolutions."""
    resolution = cz.resolve("朝阳区")
    year = cz.resolve("江干区", as_of=2020)
    assert year.division
    return [
        *(cz.resolve(text) for text in TEXTS),
        cz.get_division("360502"),
        year.division,
        year.division.successors[0],
        cz.get_province("江西"),
        cz.listing_bodies()[0],
        cz.NOTICE,
        cz.get_zone(48),
        cz.get_zone(32),
        *cz.functional_areas()[:3],
        *cz.zones_covering("农安县"),
        *resolution.candidates,
        *resolution.trace,
        *cz.extract("渝水区和安图县的做法"),
        cz.history("431181"),
        *cz.history("431181").changes,
        *cz.successors("330104"),
        cz.convert("330104", from_year=2020, to_year=2022),
    ]


def names_of_fields(sample: Any) -> list[str]:
    """The names of the fields of a dataclass or of a model."""
    if dataclasses.is_dataclass(sample):
        return [field.name for field in dataclasses.fields(sample)]
    return list(type(sample).model_fields)


SAMPLES = [pytest.param(s, id=f"{type(s).__name__}-{i}") for i, s in enumerate(samples())]


@pytest.mark.parametrize("sample", SAMPLES)
class TestEveryObject:
    def test_str_is_one_readable_line(self, sample: Any) -> None:
        line = str(sample)
        assert line
        assert isinstance(sample, cz.PlaceHistory) or "\n" not in line

    def test_repr_is_compact(self, sample: Any) -> None:
        if isinstance(sample, cz.Resolution | cz.Division | cz.Zone | cz.Candidate | cz.FunctionalArea):
            assert repr(sample).startswith("<")
            assert len(repr(sample)) < 160

    def test_json_and_back(self, sample: Any) -> None:
        text = sample.model_dump_json()
        assert type(sample).model_validate_json(text) == sample
        assert type(sample).model_validate(sample.model_dump()) == sample
        assert json.loads(text) == sample.model_dump(mode="json")

    def test_a_schema(self, sample: Any) -> None:
        schema = type(sample).model_json_schema()
        assert json.loads(json.dumps(schema)) == schema
        assert set(schema.get("properties") or schema["$defs"][type(sample).__name__]["properties"]) == set(
            names_of_fields(sample)
        )

    def test_pickle_and_copies(self, sample: Any) -> None:
        assert pickle.loads(pickle.dumps(sample)) == sample  # noqa: S301 - our own bytes
        assert copy.copy(sample) == sample
        assert copy.deepcopy(sample) == sample

    def test_hash_goes_with_equality(self, sample: Any) -> None:
        twin = type(sample).model_validate_json(sample.model_dump_json())
        assert hash(twin) == hash(sample)
        assert len({sample, twin}) == 1
        assert sample != object()

    def test_frozen(self, sample: Any) -> None:
        with pytest.raises((pydantic.ValidationError, dataclasses.FrozenInstanceError), match=r"frozen|cannot assign"):
            setattr(sample, names_of_fields(sample)[0], None)

    def test_no_unknown_field(self, sample: Any) -> None:
        with pytest.raises(pydantic.ValidationError, match=r"extra|unexpected_keyword"):
            type(sample).model_validate({**sample.model_dump(), "surprise": 1})

    def test_a_record_is_plain_values(self, sample: Any) -> None:
        to_record = getattr(sample, "to_record", None)
        assert to_record is not None
        assert json.loads(json.dumps(to_record())) is not None


class Named(Protocol):
    """What every place has, whatever its class."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def path(self) -> tuple[str, ...]: ...


class TestEveryPlace:
    """Rule: every place has ``id``, ``kind`` and ``path``; none of them adds anything to its JSON."""

    #: Place → what it says of itself. The type checker holds each class to the protocol.
    PLACES: tuple[tuple[Named, tuple[str, str, tuple[str, ...]]], ...] = (
        (cz.get_division("360502"), ("360502", "county", ("江西省", "新余市", "渝水区"))),
        (cz.get_division("330102018"), ("330102018", "township", ("浙江省", "杭州市", "上城区", "九堡街道"))),
        (cz.get_division("tw-taipei-daan"), ("tw-taipei-daan", "county", ("台湾省", "台北市", "大安区"))),
        (cz.get_province("西藏"), ("540000", "autonomous_region", ("西藏自治区",))),
        (
            cz.get_area("nanjing-jiangbei-new-area"),
            ("nanjing-jiangbei-new-area", "国家级新区", ("江苏省", "南京市", "南京江北新区")),
        ),
        (cz.get_zone(48), ("48", "county", ("江西省", "新余市", "渝水区"))),
        (cz.get_zone(32), ("32", "functional_area", ("江苏省", "南京市", "南京江北新区"))),
    )

    def test_each_says_what_it_is(self) -> None:
        for place, said in self.PLACES:
            assert (place.id, place.kind, place.path) == said

    def test_no_class_is_left_out(self) -> None:
        assert {type(place) for place, _ in self.PLACES} == {*get_args(Place), cz.Province, cz.Zone}

    def test_a_division_is_of_its_level(self) -> None:
        assert cz.get_division("360502").kind is cz.Level.COUNTY
        assert cz.get_province("西藏").kind is cz.ProvinceKind.AUTONOMOUS_REGION
        assert {province.kind for province in cz.provinces()} == set(cz.ProvinceKind)

    def test_nothing_is_added_to_the_json(self) -> None:
        assert "kind" not in cz.get_division("360502").to_record()
        assert cz.get_province("西藏").to_record()["kind"] == "autonomous_region"
        assert "id" not in cz.get_zone(48).to_record()
        assert "id" not in cz.get_zone(48).model_dump()


class TestTrace:
    """The steps are worked out when somebody reads them, and are the same however they are reached."""

    @pytest.mark.parametrize("text", ["江西省新余市渝水区仙来大道", "江干区"])
    @pytest.mark.parametrize("options", [{}, {"terms_of": 2010}, {"split": "main"}])
    def test_it_waits_for_its_reader(self, text: str, options: dict[str, Any]) -> None:
        found = cz.resolve(text, **options)
        assert "trace" not in held(found)
        first = found.trace
        assert first
        assert held(found)["trace"] is first is found.trace
        assert pickle.loads(pickle.dumps(cz.resolve(text, **options))).trace == first  # noqa: S301 - our own bytes
        assert dataclasses.replace(cz.resolve(text, **options), text="x").trace == first

    def test_another_missing_attribute_is_an_error(self) -> None:
        with pytest.raises(AttributeError, match="'Resolution' object has no attribute 'traces'"):
            _ = cz.resolve("渝水区").traces  # type: ignore[attr-defined]

    def test_a_model_of_a_user_holds_a_resolution(self) -> None:
        adapter = pydantic.TypeAdapter(dict[str, cz.Resolution])
        found = {"渝水区": cz.resolve("渝水区")}
        assert adapter.validate_json(adapter.dump_json(found)) == found


def held(found: cz.Resolution) -> dict[str, Any]:
    """The fields that a resolution holds already, without working out the others."""
    held = {}
    for field in dataclasses.fields(found):
        try:
            held[field.name] = object.__getattribute__(found, field.name)
        except AttributeError:
            continue
    return held


class TestLines:
    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("渝水区", "渝水区 → 江西省/新余市/渝水区 (360502), score 100"),
            ("朝阳区", "朝阳区 → ambiguous: 北京市/朝阳区 (110105) 50; 吉林省/长春市/朝阳区 (220104) 50"),
            ("苹果手机", "苹果手机 → unresolved"),
            ("广东省南昌市", "广东省南昌市 → conflict: 广东省 (440000) 50; 江西省/南昌市 (360100) 50"),
            ("隆尧第一中学", "隆尧第一中学 → 河北省/邢台市/隆尧县 (130525), score 99.7, left over: 第一中学"),
            (
                "江西省新余市某某区",
                "江西省新余市某某区 → 江西省/新余市 (360500), score 91.8, left over: 某某区 (looks like a division)",
            ),
        ],
    )
    def test_a_resolution(self, text: str, line: str) -> None:
        assert str(cz.resolve(text)) == line

    def test_many_candidates_are_cut(self) -> None:
        many = cz.resolve("朝阳区").model_copy(update={"candidates": cz.resolve("朝阳区").candidates * 5})
        assert str(many).endswith("and 4 more")

    def test_others(self) -> None:
        assert str(cz.get_division("360502")) == "江西省/新余市/渝水区 (360502)"
        assert repr(cz.get_division("360502")) == "<Division 360502 江西省/新余市/渝水区>"
        assert repr(cz.get_province("赣")) == "<Province 360000 江西省: 4 zones>"
        assert str(cz.get_zone(48)) == "zone 48: 江西省/新余市/渝水区 (360502)"
        assert repr(cz.get_zone(48)) == "<Zone 48 江西省/新余市/渝水区>"
        assert repr(cz.resolve("渝水区")) == "<Resolution '渝水区' resolved 江西省/新余市/渝水区>"
        assert repr(cz.resolve("朝阳区")) == "<Resolution '朝阳区' ambiguous 2 candidates>"
        assert str(cz.zones_covering("农安县")[0]) == "zone 21 长春市 (inside): 农安县 lies in 长春市"
        assert str(cz.get_zone(32)) == "zone 32: 江苏省/南京市/南京江北新区"


class Page(HTMLParser):
    """What a browser would make of it: the tags and the text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


class TestNotebooks:
    @pytest.mark.parametrize("sample", SAMPLES)
    def test_a_show_is_a_table(self, sample: Any) -> None:
        show = getattr(sample, "_repr_html_", None)
        if show is not None:
            page = Page(show())
            assert page.tags[0] == "table"
            assert set(page.tags) <= {"table", "tr", "th", "td"}

    def test_a_text_is_escaped(self) -> None:
        text = "渝水区<script>alert('x')</script>&\""
        page = Page(cz.resolve(text)._repr_html_())
        assert "script" not in page.tags
        assert any("<script>" in t for t in page.texts)

    def test_every_cell_is_escaped(self) -> None:
        assert html_table(("<a>",), [("<b>",), ("&",)]) == (
            "<table><tr><th>&lt;a&gt;</th></tr><tr><td>&lt;b&gt;</td></tr><tr><td>&amp;</td></tr></table>"
        )

    def test_a_list_of_zones_is_a_table(self) -> None:
        page = Page(cz.zones(province="江西")._repr_html_())
        assert page.tags.count("tr") == 5
        assert "渝水区" in page.texts


class TestResolution:
    def test_what_is_set_when_resolved(self) -> None:
        found = cz.resolve("渝水区")
        assert found.place is found.division is cz.get_division("360502")
        assert (found.area, found.code, found.path) == (None, "360502", ("江西省", "新余市", "渝水区"))
        assert (found.score, found.method) == (100, cz.Method.NAME)
        assert found.one() is found.division
        assert found.best is found.candidates[0]

    @pytest.mark.parametrize("text", ["朝阳区", "广东省南昌市", "苹果手机", "重庆路5号", ""])
    def test_nothing_is_set_otherwise(self, text: str) -> None:
        found = cz.resolve(text)
        assert [found.place, found.division, found.area, found.code, found.path] == [None] * 5

    def test_one_raises_with_the_candidates(self) -> None:
        with pytest.raises(cz.AmbiguousNameError, match=r"朝阳区.*2 places.*within=") as ambiguous:
            cz.resolve("朝阳区").one()
        assert [getattr(c, "code", c) for c in ambiguous.value.candidates] == ["110105", "220104"]
        with pytest.raises(cz.UnresolvedNameError, match="contradicts itself"):
            cz.resolve("广东省南昌市").one()
        with pytest.raises(cz.UnresolvedNameError, match="names no place"):
            cz.resolve("苹果手机").one()

    def test_a_record_is_flat(self) -> None:
        assert cz.resolve("渝水区").to_record() == {
            "text": "渝水区", "status": "resolved", "code": "360502", "name": "渝水区", "level": "county",
            "province": "江西省", "prefecture": "新余市", "county": "渝水区", "township": None, "township_code": None,
            "path": "江西省/新余市/渝水区", "score": 100.0, "method": "name", "remainder": "", "remainder_is_division": False,
            "zones": (48,), "zone_names": ("渝水区",), "coverage": "equal",
        }  # fmt: skip
        assert cz.resolve("朝阳区").to_record() == {
            "text": "朝阳区", "status": "ambiguous", "code": None, "name": None, "level": None,
            "province": None, "prefecture": None, "county": None, "township": None, "township_code": None,
            "path": None, "score": 50.0, "method": "name", "remainder": "", "remainder_is_division": False,
            "zones": None, "zone_names": None, "coverage": "unknown",
        }  # fmt: skip

    def test_a_functional_area(self) -> None:
        found = cz.resolve("南京江北新区")
        assert found.area is not None
        assert found.division is None
        assert found.to_record()["level"] == "functional_area"
        assert found.to_record()["code"] is None
        with pytest.raises(cz.UnresolvedNameError, match="functional area"):
            found.today()

    @pytest.mark.parametrize(
        ("text", "method"),
        [
            ("360502", "code"), ("渝水区", "name"), ("恩施州", "short_form"), ("赣", "alias"), ("渝水", "stem"),
            ("襄樊市", "former_name"),
        ],
    )  # fmt: skip
    def test_the_method_is_said(self, text: str, method: str) -> None:
        found = cz.resolve(text)
        assert found.method == cz.Method(method)


class TestToday:
    def test_a_division_of_today_is_itself(self) -> None:
        division = cz.get_division("360502")
        assert division.today() is division

    def test_a_former_one(self) -> None:
        then = cz.resolve("祁阳县", as_of=2019).division
        assert then is not None
        assert (then.code, then.last_year) == ("431121", 2020)
        assert then.today().code == "431181"

    def test_a_divided_one_is_where_it_mainly_is(self) -> None:
        then = cz.resolve("渝北区", as_of=2024).division
        assert then is not None
        assert then.today().code == "500157"
        assert {s.share for s in then.successors} == {"main", "part"}

    def test_a_split_one_raises(self) -> None:
        then = cz.resolve("河北省邯郸县", as_of=1985).division
        assert then is not None
        with pytest.raises(cz.AmbiguousNameError, match=r"邯山区.*main.*丛台区.*main") as caught:
            then.today()
        assert list(caught.value.candidates) == list(then.successors)

    def test_one_without_a_successor_raises(self) -> None:
        lost = cz.get_division("360502").model_copy(update={"last_year": 2000})
        with pytest.raises(cz.UnresolvedNameError, match="ended in 2000"):
            lost.today()


@pytest.mark.parametrize("why", ["KeyboardInterrupt: ", "a field is wrong"])
def test_a_stop_while_a_validator_is_built_is_a_stop(why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pydantic hands on whatever happens then as a mistake in the schema."""

    def stopped(**_: object) -> bool:
        raise pydantic_core.SchemaError(f'Error building "model" validator:\n  {why}')

    monkeypatch.setattr(pydantic.BaseModel, "model_rebuild", stopped)
    with pytest.raises(KeyboardInterrupt if "Interrupt" in why else pydantic_core.SchemaError):
        Frozen.model_rebuild()
