"""Rule: an explanation shows the two best readings with all evidence, and what it shows adds up to the answer."""

from __future__ import annotations

from math import exp

import pytest

import coedu_zones as cz

TEXTS = [
    "朝阳区",
    "江北",
    "鼓楼",
    "滁州市琅玡区",
    "平安",
    "北京大学深圳医院",
    "渝北区统景镇",
    "湖南省长沙市长沙",
    "杭州四季青面料市场",
]


@pytest.mark.parametrize("text", TEXTS)
def test_it_agrees_with_the_answer(text: str) -> None:
    found, answer = cz.explain(text), cz.resolve(text)
    assert found.status == answer.status
    assert found.scores == tuple(c.score for c in answer.candidates[:2])
    assert all(c.path_text in place for c, place in zip(answer.candidates, found.places, strict=False))


@pytest.mark.parametrize("text", ["鼓楼", "江北", "朝阳"])
def test_the_sums_give_the_odds(text: str) -> None:
    """Between two places the score is the logistic of the difference of their sums."""
    found = cz.explain(text)
    one, other = found.sums
    assert found.scores[0] / found.scores[1] == pytest.approx(exp(one - other), rel=0.5)


def test_the_best_reading_adds_up_to_the_trace() -> None:
    found = cz.explain("江西省新余市渝水区仙来大道")
    assert found.sums[0] == pytest.approx(cz.resolve("江西省新余市渝水区仙来大道").trace[-1].weight, abs=0.02)


def test_it_prints_a_table() -> None:
    lines = str(cz.explain("朝阳区")).splitlines()
    assert lines[0] == "朝阳区 → ambiguous"
    assert "北京市/朝阳区 (110105)" in lines[1]
    assert "吉林省/长春市/朝阳区 (220104)" in lines[1]
    assert [line.split()[0] for line in lines[-2:]] == ["sum", "score"]
    assert str(cz.explain("苹果手机")) == "苹果手机 → unresolved: no place is named"


@pytest.mark.parametrize("text", ["", "360502", "Yushui District"])
def test_what_is_not_weighed_is_said(text: str) -> None:
    with pytest.raises(ValueError, match="not weighed"):
        cz.explain(text)
