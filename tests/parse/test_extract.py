"""Running text: which places are found, what they mean, and what is no place."""

from __future__ import annotations

import pickle
import time

import pandas as pd
import pytest

import coedu_zones as cz
from benchmarks.extract import composed, own, score


def found(text: str, **options: object) -> list[tuple[str, str | None]]:
    return [(m.text, m.resolution.code) for m in cz.extract(text, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("郑州的经验在上海和广东推广", [("郑州", "410100"), ("上海", "310000"), ("广东", "440000")]),
        ("祁阳县和原闸北区", [("祁阳县", "431181"), ("闸北区", "310106")]),
        ("南京市下关区已撤销", [("南京市下关区", "320106")]),
        ("湘西自治州、恩施州", [("湘西自治州", "433100"), ("恩施州", "422800")]),
        ("浙江杭州、宁波和温州三地", [("浙江杭州", "330100"), ("宁波", "330200"), ("温州", "330300")]),
        ("阳泉市城区、矿区和郊区", [("阳泉市城区", "140302"), ("矿区", "140303"), ("郊区", "140311")]),
        ("石家庄市长安区、新华区", [("石家庄市长安区", "130102"), ("新华区", "130105")]),
        ("河北：石家庄、唐山", [("河北", "130000"), ("石家庄", "130100"), ("唐山", "130200")]),
        ("内江市市中区，内江市中区", [("内江市市中区", "511002"), ("内江市中区", "511002")]),
        ("吉林长春、吉林和四平", [("吉林长春", "220100"), ("吉林", "220200"), ("四平", "220300")]),
        ("郑州市委、上海市民、赵县县长", [("郑州市", "410100"), ("上海", "310000"), ("赵县", "130133")]),
        ("北京市上海市", [("北京市", "110000"), ("上海市", "310000")]),
        ("瀋陽市皇姑區和鄭州", [("瀋陽市皇姑區", "210105"), ("鄭州", "410100")]),
    ],
)
def test_what_newspapers_write(text: str, places: list[tuple[str, str]]) -> None:
    assert found(text) == places


@pytest.mark.parametrize(
    "text",
    [
        "比如通道要平安", "中山路、上海路和南京东路", "上海大学和河南大学", "青岛啤酒、重庆火锅、兰州拉面", "长治久安，大理石",
        "长江西岸，黄河南岸，太行山西麓", "李广东和记者王海南", "该市和各区，三县一区", "城区和郊区", "大连港、杭州湾大桥", "三明治",
    ],
)  # fmt: skip
def test_what_is_no_place(text: str) -> None:
    assert found(text) == []


def test_spaces_stand_inside_a_mention() -> None:
    assert found("又到江西省 新余市 渝水区，去了江苏 南京") == [
        ("江西省 新余市 渝水区", "360502"),
        ("江苏 南京", "320100"),
    ]
    assert found("在长坝镇 康县")[-1] == ("康县", "621224")


def test_a_line_break_parts_names() -> None:
    assert [text for text, _ in found("江西省\n新余市、渝水区")] == ["江西省", "新余市", "渝水区"]
    assert found("河北省\n长安区") == [("河北省", "130000"), ("长安区", "130102")]


class TestOptions:
    text = "江西新余、渝水区和上海；义乌市、朝阳区、广东的通道"

    def test_within(self) -> None:
        assert found(self.text, within="江西") == [("江西新余", "360500"), ("渝水区", "360502")]
        assert found("朝阳区", within="北京") == [("朝阳区", "110105")]

    def test_level(self) -> None:
        assert found(self.text, level="province") == [("上海", "310000"), ("广东", "440000")]
        assert found("上海的义乌市", level="county") == [("义乌市", "330782")]

    def test_as_of(self) -> None:
        assert found("祁阳县和祁阳市", as_of=2015) == [("祁阳县", "431121")]

    def test_stems(self) -> None:
        assert ("通道", "431230") in found(self.text, stems=True)
        assert found(self.text, stems=False) == [("渝水区", "360502"), ("义乌市", "330782"), ("朝阳区", None)]

    def test_bad_ones(self) -> None:
        with pytest.raises(cz.AmbiguousNameError):
            cz.extract("渝水区", within="朝阳区")
        with pytest.raises(ValueError, match="planet"):
            cz.extract("渝水区", level="planet")
        with pytest.raises(TypeError):
            cz.extract(["渝水区"])


class TestForms:
    def test_records(self) -> None:
        (record,) = cz.extract("在渝水区").to_records()
        assert (record["start"], record["end"], record["text"], record["code"]) == (1, 4, "渝水区", "360502")

    def test_html_is_escaped(self) -> None:
        shown = cz.extract("<b>渝水区</b>&朝阳区")._repr_html_()
        assert "<b>" not in shown
        assert "&lt;b&gt;" in shown
        assert "&amp;" in shown
        assert shown.count("<mark") == 2

    def test_it_is_a_list_that_travels(self) -> None:
        mentions = cz.extract("渝水区")
        again = pickle.loads(pickle.dumps(mentions))  # noqa: S301 - our own bytes
        assert again == mentions
        assert again.to_html() == mentions.to_html()

    def test_columns(self) -> None:
        table = pd.DataFrame(cz.extract_columns(pd.Series(["渝水区、安图县", None, "无", "郑州"])))
        assert table[["row", "code"]].to_numpy().tolist() == [[0, "360502"], [0, "222426"], [3, "410100"]]
        with pytest.raises(TypeError, match="row 1"):
            cz.extract_columns(["渝水区", 3.5])


def test_precision_on_marked_text() -> None:
    for corpus in (own(), list(composed(600))):
        result = score(corpus)
        assert result.precision >= 0.98, result
        assert result.recall >= 0.95, result


@pytest.mark.parametrize(
    "unit", ["渝水区", "渝水区、", "新余", "江西省新余市渝水区，", "长江", "北京的", "市", "北京("]
)
def test_linear(unit: str) -> None:
    cz.extract(unit * 100)

    def seconds(times: int) -> float:
        start = time.process_time()
        cz.extract(unit * times)
        return time.process_time() - start

    most = 30 * max(min(seconds(2000) for _ in range(3)), 0.002)
    assert any(seconds(20_000) < most for _ in range(3))
