"""Pydantic fields that take any way of writing a place."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
import re
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

import coedu_zones as cz
from coedu_zones.fields import DivisionField, DivisionInput, ZoneField
from coedu_zones.places.models import Division
from coedu_zones.zone_table.models import Zone


class Counts(BaseModel):
    schools: dict[DivisionField, int]
    place: ZoneField | DivisionField


class Place(BaseModel):
    place: DivisionField | ZoneField


class School(BaseModel):
    county: DivisionField
    zone: ZoneField | None = None


DIVISION: TypeAdapter[Division] = TypeAdapter(DivisionField)
ZONE: TypeAdapter[Zone] = TypeAdapter(ZoneField)
YUSHUI = cz.get_division("360502")


def error(adapter: TypeAdapter[Any], value: object, **settings: Any) -> Any:
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(value, **settings)
    return caught.value.errors()[0]


@pytest.mark.parametrize(
    "value",
    [
        "渝水区",
        "江西省新余市渝水区",
        "江西/新余/渝水",
        "360502",
        360502,
        YUSHUI,
        cz.resolve("渝水区"),
        cz.find_zone("渝水区"),
    ],
)
def test_division_takes_any_way_of_writing(value: object) -> None:
    assert DIVISION.validate_python(value) == YUSHUI


@pytest.mark.parametrize("value", ["渝水区", "360502", YUSHUI, cz.resolve("渝水区"), cz.find_zone("渝水区")])
def test_zone_takes_any_way_of_writing(value: object) -> None:
    zone = ZONE.validate_python(value)
    assert zone.code == "360502"
    assert ZONE.validate_python(zone.number) is ZONE.validate_python(str(zone.number)) is zone


def test_ambiguous_text_fails_with_the_candidates() -> None:
    found = error(DIVISION, "朝阳区")
    assert found["type"] == "division_ambiguous"
    assert "北京市/朝阳区 (110105)" in found["msg"]
    assert "吉林省/长春市/朝阳区 (220104)" in found["msg"]
    assert [c["code"] for c in found["ctx"]["candidates"]] == ["110105", "220104"]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("苹果手机", "division_unresolved"), ("", "division_unresolved"), ("广东省南昌市", "division_conflict"),
        ("江西省新余市渝水区长青路8号", "division_remainder"), ("江西省新余市某某区", "division_remainder"),
        ("渝水区" * 1000, "division_text"), (None, "division_type"), (True, "division_type"), (1.5, "division_type"),
        ("999999", "division_unresolved"), ("{why} {x", "division_unresolved"),
    ],
)  # fmt: skip
def test_what_is_no_division(value: object, kind: str) -> None:
    assert error(DIVISION, value)["type"] == kind


def test_a_functional_area_is_no_division() -> None:
    area = cz.functional_areas()[0]
    assert error(DIVISION, area)["type"] == "division_area"
    assert error(DIVISION, area.path_text)["type"] == "division_area"


def test_strict_mode() -> None:
    assert DIVISION.validate_python("渝水区", strict=True) == YUSHUI
    assert error(DIVISION, 360502, strict=True)["type"] == "division_type"
    assert ZONE.validate_python(1, strict=True).number == 1
    assert error(ZONE, "1", strict=True)["type"] == "zone_unresolved"


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (0, "zone_number"), (98, "zone_number"), ("98", "zone_number"), ("新余市", "zone_none"), ("鼓楼区", "zone_ambiguous"),
        ("苹果手机", "zone_unresolved"), (None, "zone_type"), (True, "zone_type"), ("渝水区" * 1000, "zone_text"),
        ("江西省新余市渝水区长青路8号", "zone_remainder"), (cz.get_division("360500"), "zone_none"),
    ],
)  # fmt: skip
def test_what_is_no_zone(value: object, kind: str) -> None:
    assert error(ZONE, value)["type"] == kind


def test_a_place_that_is_no_zone_names_the_zones_inside() -> None:
    found = error(ZONE, "新余市")
    assert "江西省/新余市/渝水区" in found["msg"]
    assert found["ctx"]["candidates"][0]["code"] == "360502"
    assert "zones inside" not in error(ZONE, "拉萨市城关区")["msg"]


def test_limits_of_an_own_field() -> None:
    county: TypeAdapter[Division] = TypeAdapter(Annotated[DivisionField, DivisionInput(level="county", within="北京")])
    assert county.validate_python("朝阳区").code == "110105"
    assert error(county, YUSHUI)["type"] == "division_within"
    assert error(county, cz.get_division("110000"))["type"] == "division_level"
    assert "北京市 (110000) is of level province, not county" in error(county, "北京市")["msg"]
    assert "江西省/新余市/渝水区 (360502) does not lie in 北京" in error(county, "渝水区")["msg"]
    assert error(county, "苹果手机")["type"] == "division_unresolved"
    address: TypeAdapter[Division] = TypeAdapter(Annotated[DivisionField, DivisionInput(remainder=True)])
    assert address.validate_python("江西省新余市渝水区长青路8号") == YUSHUI
    assert "level county inside 北京" in county.json_schema()["description"]


def test_round_trip() -> None:
    school = School(county="渝水区", zone="渝水区")
    assert school.zone is not None
    assert school.model_dump(mode="json") == {"county": "360502", "zone": school.zone.number}
    assert School.model_validate_json(school.model_dump_json()) == school
    assert School.model_validate(school.model_dump()) == school
    assert School.model_validate(school.model_dump(mode="json")) == school
    assert school.model_dump()["county"]["name"] == "渝水区"
    assert School.model_validate_json(school.model_dump_json(), strict=True) == school
    assert DIVISION.dump_json(YUSHUI) == b'"360502"'
    assert School(county=YUSHUI).model_dump_json() == '{"county":"360502","zone":null}'


def test_json_schema() -> None:
    taken = School.model_json_schema()["properties"]
    assert taken["county"]["type"] == "string"
    assert "GB/T 2260" in taken["county"]["description"]
    assert {"type": "integer", "minimum": 1, "maximum": 97} in taken["zone"]["anyOf"][0]["anyOf"]
    written = School.model_json_schema(mode="serialization")["properties"]
    assert re.fullmatch(written["county"]["pattern"], "360502")
    assert written["zone"]["anyOf"][0]["type"] == "integer"


def test_in_containers() -> None:
    adapter: TypeAdapter[dict[str, list[Division]]] = TypeAdapter(dict[str, list[DivisionField]])
    found = adapter.validate_json('{"a": ["渝水区", "安图县"]}')
    assert [division.code for division in found["a"]] == ["360502", "222426"]
    assert adapter.dump_json(found) == b'{"a":["360502","222426"]}'


def test_as_keys_in_pickles_and_unions() -> None:
    counts = Counts.model_validate({"schools": {"渝水区": 3}, "place": "新余市"})
    assert counts.model_dump_json() == '{"schools":{"360502":3},"place":"360500"}'
    assert Counts.model_validate_json(counts.model_dump_json()) == counts
    assert Place(place=48).model_dump_json() == '{"place":48}'
    assert Place.model_construct(place=cz.get_zone(48)).model_dump_json() == '{"place":48}'
    assert pickle.loads(pickle.dumps(counts)) == copy.deepcopy(counts) == counts  # noqa: S301


def test_settings_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A place in an environment variable is written bare, not as JSON."""
    base: Any = pytest.importorskip("pydantic_settings").BaseSettings

    class Settings(base):  # type: ignore[misc] # pydantic-settings may be absent
        home_county: DivisionField
        home_zone: ZoneField

    monkeypatch.setenv("HOME_COUNTY", "江西省新余市渝水区")
    monkeypatch.setenv("HOME_ZONE", "渝水区")
    settings = Settings()
    assert (settings.home_county, settings.home_zone.code) == (YUSHUI, "360502")
    monkeypatch.setenv("HOME_COUNTY", "朝阳区")
    with pytest.raises(ValidationError, match="北京市/朝阳区"):
        Settings()


def test_fastapi() -> None:
    """In the path, in the query and in the body; the document of the interface says what is taken."""
    app = pytest.importorskip("fastapi").FastAPI()

    @app.post("/{county}")  # type: ignore[untyped-decorator] # FastAPI may be absent
    def add(county: DivisionField, school: School, zone: ZoneField | None = None) -> dict[str, str]:
        return {"county": county.path_text, "zone": str(zone and zone.code), "school": school.county.path_text}

    found = ask(app, "/渝水区", "zone=48", {"county": "安图县"})
    assert found == (200, {"county": YUSHUI.path_text, "zone": "360502", "school": "吉林省/延边朝鲜族自治州/安图县"})
    status, body = ask(app, "/朝阳区", "zone=999", {"county": "苹果手机"})
    assert status == 422
    assert [(d["loc"], d["type"]) for d in body["detail"]] == [
        (["path", "county"], "division_ambiguous"), (["query", "zone"], "zone_number"),
        (["body", "county"], "division_unresolved"),
    ]  # fmt: skip
    assert [c["code"] for c in body["detail"][0]["ctx"]["candidates"]] == ["110105", "220104"]
    document = app.openapi()
    taken = {p["name"]: (p["in"], p["schema"]) for p in document["paths"]["/{county}"]["post"]["parameters"]}
    assert taken["county"][0] == "path"
    assert "GB/T 2260" in taken["county"][1]["description"]
    assert taken["zone"][0] == "query"
    assert set(document["components"]["schemas"]) == {"HTTPValidationError", "School", "ValidationError"}


def ask(app: Any, path: str, query: str, body: object) -> tuple[int, Any]:
    """What an ASGI application answers to a POST."""
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "path": path,
        "raw_path": path.encode(), "root_path": "", "scheme": "http", "query_string": query.encode(),
        "headers": [(b"content-type", b"application/json")], "client": ("test", 1), "server": ("test", 80),
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": json.dumps(body).encode(), "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], json.loads(b"".join(message.get("body", b"") for message in sent))


def test_a_division_without_a_code_is_its_id() -> None:
    taipei = cz.get_division("tw-taipei-daan")
    assert DIVISION.validate_python("tw-taipei-daan") is taipei
    assert DIVISION.validate_python(taipei.model_dump()) is taipei
    assert DIVISION.dump_json(taipei) == b'"tw-taipei-daan"'
    inside: TypeAdapter[Division] = TypeAdapter(Annotated[DivisionField, DivisionInput(within="台湾")])
    assert inside.validate_python(taipei) is taipei
    with pytest.raises(ValidationError, match="does not lie in 台湾"):
        inside.validate_python("hk-sha-tin")
