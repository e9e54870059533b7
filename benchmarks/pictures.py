"""The pictures of the benchmark, drawn from its results: accuracy, reliability, speed.

They are drawn as the library's charts are: readable on light and dark paper, with a
text that says the same. Every figure is also written out, so that nothing depends on
telling colours apart; what is wrong is hatched as well.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from benchmarks.results import OURS, Results, ours_first, percent, share_right, shares, texts
from benchmarks.words import GROUPS, TASKS, VERDICTS, Said
from coedu_zones.charts.drawing import MARGIN, Chart, Language, draw, write

WIDTH: Final = 560
_BAR: Final = 10
_ROW: Final = 14
_HEAD: Final = 26
_LEFT: Final = 150
_RIGHT: Final = 436
SHADES: Final = {"right": "s4", "partial": "s2", "none": "empty", "wrong": "wrong"}
_WRONG: Final = (("#e8793a", "#7a2600"), ("#ff9d66", "#5c1c00"))  # ground and hatching, on light and on dark paper

_ACCURACY: Final = Said("各类文字的答案", "Answers by kind of text")
_RELIABILITY: Final = Said("分数与实际正确率", "Scores and the share that is right")
_VERDICT: Final = Said("{:,} 类共 {:,} 段文字", "{:,} kinds of text, {:,} texts")
_PACE: Final = Said(
    "每秒行数：{:,} 个不同的区县地址，第一遍", "Rows per second: {:,} different addresses under counties, first pass"
)
_SPEED: Final = Said("每秒行数（对数刻度）", "Rows a second (logarithmic)")


def accuracy_chart(accuracy: Results, language: Language) -> Chart:
    """A bar for each engine and group of texts, parted by verdict, with the right and the wrong share."""
    name = _ACCURACY.of(language)
    parts = [_style("accuracy"), write(MARGIN, 20, name, "title"), *_legend(language)]
    said = []
    y = 66.0
    for group in (g for g in GROUPS if g in accuracy["groups"]):
        parts.append(write(MARGIN, y + 12, GROUPS[group].of(language), "label big-label"))
        y += 18
        lines = []
        for engine in ours_first(accuracy["engines"]):
            found = shares(accuracy, accuracy["groups"][group], engine)
            right, wrong = percent(found["right"]), percent(found["wrong"])
            parts += [write(MARGIN, y + 10, engine, "label"), *_stack(found, y)]
            parts += [write(474, y + 10, right, "number"), write(530, y + 10, wrong, "number")]
            lines.append(
                f"{engine} {VERDICTS['right'].of(language)} {right} %, {VERDICTS['wrong'].of(language)} {wrong} %"
            )
            y += _ROW
        said.append(f"{GROUPS[group].of(language)}: {'; '.join(lines)}")
        y += 8
    return draw(name, "\n".join(said), WIDTH, y + MARGIN, parts)


def _stack(found: dict[str, float], y: float) -> Iterator[str]:
    x = float(_LEFT)
    for verdict, shade in SHADES.items():
        width = found[verdict] * (_RIGHT - _LEFT)
        if width:
            yield f'<g class="{shade}"><rect x="{x:.1f}" y="{y:g}" width="{width:.1f}" height="{_BAR}"/></g>'
        x += width
    yield f'<rect class="frame" x="{_LEFT}" y="{y:g}" width="{_RIGHT - _LEFT}" height="{_BAR}"/>'


def _legend(language: Language) -> Iterator[str]:
    for at, (verdict, shade) in enumerate(SHADES.items()):
        x = _LEFT + at * 70
        yield f'<g class="{shade}"><rect x="{x}" y="40" width="14" height="12"/></g>'
        yield f'<rect class="frame" x="{x}" y="40" width="14" height="12"/>'
        yield write(x + 19, 51, VERDICTS[verdict].of(language), "label")
    for x, verdict in ((474, "right"), (530, "wrong")):
        yield write(x, 51, f"{VERDICTS[verdict].of(language)} %", "small")


def reliability_chart(calibration: Results, language: Language) -> Chart:
    """The share that is right for every band of scores, beside the score itself, with the cutoff."""
    zh = language == "zh"
    name = _RELIABILITY.of(language)
    scores = calibration["scores"]
    rows = sorted(scores["best candidates"]) + sorted(scores["answers"])
    bands = [row[0] for row in rows]
    step = (WIDTH - 60) / len(rows)
    top, bottom = 76.0, 290.0
    xs = [50 + step * (at + 0.5) for at in range(len(rows))]

    def height(share: float) -> float:
        return bottom - share * (bottom - top)

    parts = [_style("calibration"), write(MARGIN, 20, name, "title")]
    for share in (0, 0.25, 0.5, 0.75, 1):
        parts.append(f'<path class="tick" d="M44 {height(share):g}H{WIDTH - MARGIN}"/>')
        parts.append(write(24, height(share) + 4, f"{share:.0%}", "small"))
    line = "L".join(f"{x:.1f} {height(share_right(row)):.1f}" for x, row in zip(xs, rows, strict=True))
    parts.append(f'<g class="step"><path d="M{line}"/></g>')
    said = []
    for x, row, band in zip(xs, rows, bands, strict=True):
        share, number = share_right(row), int(sum(row[1:]))
        score = "100" if band == 100 else f"≥{band:g}" if band else f"<{bands[1]:g}"
        parts.append(f'<path class="own" d="M{x - step / 2 + 3:.1f} {height(band / 100):.1f}h{step - 6:.1f}"/>')
        parts.append(
            f'<circle class="{"answer" if row in scores["answers"] else "guess"}" cx="{x:.1f}" cy="{height(share):.1f}" r="5"/>'
        )
        parts += [
            write(x, height(share) + (18 if share < 0.9 else -11), percent(share, 2 if share > 0.99 else 1), "small"), write(x, bottom + 18, score, "number"),
            write(x, bottom + 36, f"{number:,}", "small"),
        ]  # fmt: skip
        said.append(f"{score}: {percent(share, 2 if share > 0.99 else 1)} % ({number:,})")
    cut = 50 + step * len(scores["best candidates"])
    parts.append(f'<path class="cut" d="M{cut:.1f} {top - 24:g}V{bottom:g}"/>')
    label = f"{'阈值' if zh else 'cutoff'} {calibration['cutoff']:g}"
    parts.append(write(cut - 6, top - 20, label, "end"))
    foot = "横轴下：分数、条数。实心：作答；空心：不作答时的首选；短横：分数本身" if zh else (
        "Below: score, how many. Filled: answered; hollow: first suggestion; dash: the score itself")  # fmt: skip
    parts.append(write(MARGIN, bottom + 62, foot, "label small"))
    return draw(name, "; ".join([label, *said]), WIDTH, bottom + 76, parts)


def speed_chart(speed: Results, language: Language) -> Chart:
    """A bar for each engine and task, on a logarithmic scale, with the figure."""
    name = _SPEED.of(language)
    parts = [_style("speed"), write(MARGIN, 20, name, "title")]
    engines = {engine: found for engine, found in speed["engines"].items() if engine != "floor"}
    every = [found[task]["rows per second"] for found in engines.values() for task in TASKS]
    low, high = math.floor(math.log10(min(every))), math.ceil(math.log10(max(every)))
    left, right = 190, WIDTH - 80

    def x(value: float) -> float:
        return left + (math.log10(value) - low) / (high - low) * (right - left)

    sizes = {task: (speed["inputs"][task], speed["inputs"]["names in the column"]) for task in TASKS}
    y, said, bars = 64.0, [], []
    for task, words in TASKS.items():
        title = words.of(language).format(*sizes[task])
        bars.append(write(MARGIN, y + 12, title, "label big-label"))
        y += _HEAD
        lines = []
        for engine, found in sorted(engines.items(), key=lambda item: -item[1][task]["rows per second"]):
            value = found[task]["rows per second"]
            shade = "s4" if engine.startswith(OURS) else "s2"
            bars.append(
                f'<g class="{shade}"><rect x="{left}" y="{y:g}" width="{x(value) - left:.1f}" height="14"/></g>'
            )
            bars += [write(MARGIN, y + 12, engine, "label"), write(x(value) + 6, y + 12, f"{value:,.0f}", "label")]
            lines.append(f"{engine} {value:,.0f}")
            y += 20
        said.append(f"{title}: {'; '.join(lines)}")
        y += 14
    for power in range(low, high + 1):
        parts.append(f'<path class="tick" d="M{x(10**power):.1f} 46V{y - 10:g}"/>')
        parts.append(write(x(10**power), 40, f"{10**power:,}".replace(",000", "k").replace("kk", "M"), "small"))
    return draw(name, "\n".join(said), WIDTH, y + MARGIN, [*parts, *bars])


def verdict_chart(accuracy: Results, language: Language) -> Chart:
    """One bar an engine over all texts together, parted by verdict: the picture of the first page."""
    name = _VERDICT.of(language).format(len(texts(accuracy)), sum(accuracy["rows"].values()))
    parts = [_style("verdict"), write(MARGIN, 20, name, "title"), *_legend(language)]
    said = []
    y = 66.0
    for engine in ours_first(accuracy["engines"]):
        found = shares(accuracy, texts(accuracy), engine)
        right, wrong = percent(found["right"]), percent(found["wrong"])
        kind = "label big-label" if engine == OURS else "label"
        parts += [write(MARGIN, y + 10, engine, kind), *_stack(found, y)]
        parts += [write(474, y + 10, right, "number"), write(530, y + 10, wrong, "number")]
        said.append(f"{engine} {VERDICTS['right'].of(language)} {right} %, {VERDICTS['wrong'].of(language)} {wrong} %")
        y += 24
    return draw(name, "; ".join(said), WIDTH, y + MARGIN, parts)


def pace_chart(speed: Results, language: Language) -> Chart:
    """Rows a second of the first pass over texts that were never seen, by engine: the picture of the first page."""
    name = _PACE.of(language).format(speed["inputs"]["addresses"])
    paces = {
        engine: found["addresses"]["first round"] for engine, found in speed["engines"].items() if engine != "floor"
    }
    left, right = 215, WIDTH - 60
    parts = [write(MARGIN, 20, name, "title")]
    said = []
    y = 40.0
    for engine, pace in sorted(paces.items(), key=lambda item: -item[1]):
        shade, kind = ("s4", "label big-label") if engine.startswith(OURS) else ("s2", "label")
        width = max(1.0, pace / max(paces.values()) * (right - left))
        parts.append(f'<g class="{shade}"><rect x="{left}" y="{y:g}" width="{width:.1f}" height="14"/></g>')
        parts += [write(MARGIN, y + 12, engine, kind), write(left + width + 6, y + 12, f"{pace:,.0f}", "label")]
        said.append(f"{engine} {pace:,.0f}")
        y += 24
    return draw(name, "; ".join(said), WIDTH, y + MARGIN, [_style("pace"), *parts])


def _style(picture: str) -> str:
    """What these pictures need beyond the style of all charts."""
    pattern = f"wrong-{picture}"

    def scheme(ground: str, hatch: str) -> str:
        return f"#{pattern} rect{{fill:{ground}}}#{pattern} path{{stroke:{hatch}}}"

    return (
        f'<defs><pattern id="{pattern}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="5" height="5"/><path d="M0 0V5" stroke-width="2.4"/></pattern></defs>'
        f"<style>{scheme(*_WRONG[0])}@media(prefers-color-scheme:dark){{{scheme(*_WRONG[1])}}}"
        f".coedu-chart .wrong rect{{fill:url(#{pattern})}}.coedu-chart .empty rect{{fill:none}}"
        ".coedu-chart .frame{fill:none;stroke:currentColor;stroke-opacity:.35;stroke-width:.7}"
        ".coedu-chart .big-label{font-weight:600}.coedu-chart .end{text-anchor:end}"
        ".coedu-chart .own{stroke:currentColor;stroke-opacity:.45;stroke-width:2}"
        ".coedu-chart .cut{stroke:currentColor;stroke-width:1.5;stroke-dasharray:5 4}"
        ".coedu-chart .answer{fill:currentColor}"
        ".coedu-chart .guess{fill:none;stroke:currentColor;stroke-width:2}"
        "@media print{svg.coedu-chart{max-height:22cm;break-inside:avoid}}</style>"
    )


CHARTS: Final = {"accuracy": accuracy_chart, "calibration": reliability_chart, "speed": speed_chart}


def pictures(results: Results) -> dict[str, Chart]:
    """All pictures that the results allow, by section and language."""
    languages: tuple[Language, ...] = ("zh", "en")
    return {
        f"{section}-{language}": chart(results[section], language)
        for section, chart in CHARTS.items() if section in results for language in languages
    }  # fmt: skip
