"""One self-contained HTML page about a run of ``annotate``: figures, a chart by province, what needs a look.

The page asks nothing of the network, runs no script, follows the reader's light
or dark setting, prints, and escapes every text that came from the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from math import ceil, sqrt
from typing import TYPE_CHECKING, Final

from coedu_zones.messages import in_language, word
from coedu_zones.zone_lists.provinces import provinces

if TYPE_CHECKING:
    from coedu_zones.files.summary import AnnotationSummary, ProvinceCount, TextCount
    from coedu_zones.places.models import Province

_SHADES: Final = 5
_TILE: Final = 62
_GAP: Final = 4
_STRETCHES: Final = 200  # stretches of row numbers that a cell shows
_LONG: Final = 200  # characters of a text that the tables show

_STYLE: Final = """
:root { color-scheme: light dark;
  --paper: #fdfdfb; --ink: #1c2321; --soft: #5c6864; --line: #d9dedb; --card: #f2f4f1;
  --s0: #e9edea; --s1: #cfe5dc; --s2: #9dcbb9; --s3: #5ba890; --s4: #22806a; --s5: #0c5848;
  --on: #ffffff; --good: #22806a; --warn: #b26a00; --bad: #b3382c; --none: #8a9490; --blank: #c9cfcc; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #131817; --ink: #e6ebe8; --soft: #9aa6a1; --line: #303836; --card: #1b2220;
  --s0: #222a28; --s1: #1d3f36; --s2: #22604f; --s3: #2c8a70; --s4: #52b396; --s5: #93dcc4;
  --on: #0c1413; --good: #52b396; --warn: #e0a040; --bad: #ec7f70; --none: #7d8884; --blank: #3c4543; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 2.25rem 0 .5rem; }
p { margin: .25rem 0 .75rem; color: var(--soft); overflow-wrap: anywhere; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); gap: .6rem; margin: 1.25rem 0 .75rem; }
.figures div { background: var(--card); border-radius: 8px; padding: .6rem .8rem; border-left: 4px solid var(--mark); }
.figures b { display: block; font-size: 1.35rem; font-variant-numeric: tabular-nums; }
.figures span { display: block; word-break: keep-all; color: var(--soft); font-size: .85rem; }
.pair { display: flex; flex-wrap: wrap; gap: 1.5rem 2.5rem; align-items: flex-start; } .pair .table { flex: 1 1 20rem; }
figure { margin: 0; flex: 0 1 auto; } figcaption { color: var(--soft); font-size: .85rem; margin-top: .4rem; }
svg { display: block; max-width: 100%; height: auto; }
svg text { fill: var(--ink); font-family: inherit; text-anchor: middle; }
svg .dark text { fill: var(--on); }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 600; font-size: .85rem; overflow-wrap: normal; word-break: keep-all; }
td:first-child { min-width: 7em; }
td.n, th.n { text-align: right; padding-right: 1.2rem; font-variant-numeric: tabular-nums; }
td.n { white-space: nowrap; }
td ul { margin: 0; padding: 0; list-style: none; }
@media print { :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --card: #fff;
  --s0: #eee; --s1: #cfe5dc; --s2: #9dcbb9; --s3: #5ba890; --s4: #22806a; --s5: #0c5848; --on: #fff; }
  body { max-width: none; padding: 0; font-size: 10pt; } h2 { break-after: avoid; } tr, svg, .figures div { break-inside: avoid; }
  .figures div { border: 1px solid var(--line); border-left: 4px solid var(--mark); } thead { display: table-header-group; }
  svg { max-width: 11cm; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""


def report_html(summary: AnnotationSummary) -> str:
    """The page about a run of ``annotate``, as text."""
    parts = [_head(summary), _figures(summary), _by_zone(summary), _by_province(summary), _looks(summary)]
    return page_html(summary.source, "\n".join(part for part in parts if part))


def page_html(source: str, body: str) -> str:
    """A page about a work on a table: its name as the heading, then what is said of it."""
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{_safe(source)} – places 地名规范化报告</title>",
        f"<style>{_STYLE}</style>\n</head>\n<body>",
        f"<h1>{_safe(source)}</h1>",
        body,
        "</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _safe(value: object) -> str:
    """A text for the page: escaped, and without the characters that HTML forbids."""
    text = "".join(c if c.isprintable() or c in "\n\t " else "\ufffd" for c in str(value))
    return escape(text)


def _head(summary: AnnotationSummary) -> str:
    columns = " + ".join(summary.columns)
    lines = [
        f"<p>written to 写入 {_safe(summary.target)}</p>",
        f"<p>place column 地名列: {_safe(columns)} · data version 数据版本 {_safe(summary.data_version)}</p>",
        *(f"<p>{_safe(note)}</p>" for note in summary.notes),
    ]
    return "\n".join(lines)


def _figures(summary: AnnotationSummary) -> str:
    figures: list[tuple[str, int, str]] = [
        ("rows 行", summary.rows, "--line"),
        ("resolved 已识别", summary.resolved, "--good"),
        ("ambiguous 有歧义", summary.ambiguous, "--warn"),
        ("conflicting 自相矛盾", summary.conflicting, "--bad"),
        ("unresolved 未识别", summary.unresolved, "--none"),
        ("blank 空白", summary.blank, "--blank"),
        ("in a zone 在实验区内", summary.in_zones, "--s4"),
        ("in a zone in part 部分在实验区内", summary.in_part, "--s3"),
        ("hold a zone 辖有实验区", summary.holding, "--s2"),
        ("in none 不在实验区", summary.outside, "--s0"),
        ("zone not known 无法判断", summary.not_known, "--none"),
    ]
    if summary.errors:
        figures.insert(5, ("unreadable 无法读取", summary.errors, "--bad"))
    cards = "".join(
        f'<div style="--mark: var({mark})"><b>{rows:,}</b><span>{name}</span><span>{_percent(rows, summary.rows, none="")}</span></div>'
        for name, rows, mark in figures
    )
    covering, listed = len(summary.zones), summary.zones_listed
    notes = [
        f"{covering} of the {listed} zones cover rows, in whole or in part. {listed} 个实验区中有 {covering} 个（全部或部分）覆盖表中的行。",
        "A row whose place only holds a zone, or is not known deep enough, is neither in a zone nor outside.",
        "只知道到辖有实验区的省、市，或地名没有读全的行，既不算在内，也不算在外。",
    ]
    if summary.flagged:
        notes.append(
            f"{summary.flagged:,} resolved rows have a left-over that looks like one more division. "
            f"已识别的行中有 {summary.flagged:,} 行剩余文字像行政区划。"
        )
    return f'<div class="figures">{cards}</div>\n' + "\n".join(f"<p>{note}</p>" for note in notes)


def _by_zone(summary: AnnotationSummary) -> str:
    """The zones that cover rows, each with the numbers of these rows."""
    if not summary.zone_counts:
        return ""
    rows = [
        (
            str(z.number),
            z.name,
            z.path,
            f"{z.rows:,}",
            f"{z.rows_in_part:,}",
            _numbers(z.stretches),
            _numbers(z.stretches_in_part),
        )
        for z in summary.zone_counts
    ]
    head = (
        "number 序号", "zone 实验区", "path 全称", "rows 行数", "in part 部分",
        "row numbers 行号", "row numbers in part 部分覆盖的行号",
    )  # fmt: skip
    hint = (
        "The rows of each zone; in part means that the zone covers a part of the place, and the row may lie outside. "
        "各实验区的行；“部分”指实验区只覆盖该地的一部分，该行可能在区外。"
    )
    return f"<h2>Zones and their rows 实验区与所在行</h2>\n<p>{hint}</p>\n{table_html(head, rows, numbers={3, 4})}"


def _numbers(stretches: Sequence[tuple[int, int]]) -> str:
    """Row numbers as a list: ``2–15, 18``; the rest is left off where there are very many."""
    shown = [str(first) if first == last else f"{first}–{last}" for first, last in stretches[:_STRETCHES]]
    return ", ".join(shown) + (" …" if len(stretches) > _STRETCHES else "") or "–"


def both(known: str) -> str:
    """A word in both languages, as the page has all others.

    >>> both("blank")
    'blank 空白'
    """
    with in_language("zh"):
        return f"{known} {word(known)}"


def _by_province(summary: AnnotationSummary) -> str:
    if not summary.provinces:
        return ""
    rows = [
        (p.name, f"{p.rows:,}", _percent(p.rows, summary.resolved), f"{p.in_zones:,}", f"{p.in_part:,}")
        for p in summary.provinces
    ]
    head = ("province 省份", "rows 行数", "share of resolved 占已识别", "in a zone 在实验区内", "in part 部分在内")
    table = table_html(head, rows, numbers={1, 2, 3, 4})
    caption = "<figcaption>Rows that resolved; darker or brighter is more. 颜色越突出，行数越多。</figcaption>"
    chart = f"<figure>{tile_chart(summary.provinces)}{caption}</figure>"
    return f'<h2>By province 按省份</h2>\n<div class="pair">{chart}\n{table}</div>'


def _percent(rows: int, total: int, none: str = "–") -> str:
    return f"{rows / total:.1%}" if total else none


def tile_chart(counts: Sequence[ProvinceCount]) -> str:
    """A tile for each of the 34 provinces, stronger in colour the more rows lie in it (by the square root)."""
    rows = {count.name: count.rows for count in counts}
    most = max(rows.values(), default=0)
    everyone = provinces()
    width = (max(p.grid[0] for p in everyone) + 1) * _TILE
    height = (max(p.grid[1] for p in everyone) + 1) * _TILE
    left = min(p.grid[0] for p in everyone) * _TILE
    tiles = "\n".join(_tile(p, rows.get(p.name, 0), most) for p in everyone)
    return (
        f'<svg viewBox="{left} 0 {width - left} {height}" width="{width - left}" role="img" '
        f'aria-label="rows by province, the figures are in the table below">\n{tiles}\n</svg>'
    )


def _tile(province: Province, rows: int, most: int) -> str:
    shade = 0 if not rows else ceil(_SHADES * sqrt(rows / most))
    x, y = province.grid[0] * _TILE, province.grid[1] * _TILE
    side, middle = _TILE - _GAP, (_TILE - _GAP) / 2
    dark = ' class="dark"' if shade >= 4 else ""
    return (
        f'<g{dark} transform="translate({x} {y})"><title>{_safe(province.name)}: {rows:,}</title>'
        f'<rect width="{side}" height="{side}" rx="6" style="fill: var(--s{shade})"/>'
        f'<text x="{middle:g}" y="26" font-size="19">{_safe(province.abbreviation)}</text>'
        f'<text x="{middle:g}" y="46" font-size="12">{_brief(rows)}</text></g>'
    )


def _brief(rows: int) -> str:
    """A number that fits a tile: 950, 12k, 3.4M."""
    for limit, unit in ((10**9, "G"), (10**6, "M"), (10**3, "k")):
        if rows >= limit:
            return f"{rows / limit:.1f}{unit}" if rows < 10 * limit else f"{rows // limit}{unit}"
    return str(rows)


def _looks(summary: AnnotationSummary) -> str:
    kinds: Iterable[tuple[str, str, tuple[TextCount, ...], bool]] = (
        ("Ambiguous 有歧义", "Several places fit: add the province, or say within. 可能指多个地方：请补上省份，或用 within 限定。", summary.ambiguous_texts, False),
        ("Conflicting 自相矛盾", "Parts of the text contradict one another. 文字各部分互相矛盾。", summary.conflicting_texts, False),
        ("Unresolved 未识别", "No place was understood; nearest readings where there are some. 没有读出地名；有相近读法时列出。", summary.unresolved_texts, False),
        ("Left-over that looks like a division 剩余文字像行政区划",
         "The place was understood, and something after it looks like one more division. 地名已读出，其后还有像行政区划的文字。", summary.flagged_texts, True),
    )  # fmt: skip
    parts = [_look(title, hint, texts, remainder) for title, hint, texts, remainder in kinds if texts]
    if not parts:
        return "<h2>Nothing needs a look 无需复核</h2>"
    if not summary.texts_exact:
        parts.append(
            "<p>There are very many different texts; rare ones were not counted. 不同文字太多，少见的未计入。</p>"
        )
    return "\n".join(parts)


def _look(title: str, hint: str, texts: Sequence[TextCount], remainder: bool) -> str:
    head = ["text 文字", "rows 行数", "first row 首次出现", "candidates 候选"]
    if remainder:
        head.append("left over 剩余")
    lines = []
    for text in texts:
        shown = text.text if len(text.text) <= _LONG else text.text[:_LONG] + "…"
        cells = [_safe(shown), f"{text.rows:,}", f"{text.first_row:,}", _list(text.candidates)]
        lines.append([*cells, _safe(text.remainder)] if remainder else cells)
    top = f" The {len(texts)} most frequent. 最常见的 {len(texts)} 种。" if len(texts) >= 200 else ""
    return f"<h2>{title}</h2>\n<p>{hint}{top}</p>\n{table_html(head, lines, numbers={1, 2}, safe=True)}"


def _list(items: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{_safe(item)}</li>" for item in items) + "</ul>" if items else "–"


def table_html(head: Sequence[str], rows: Sequence[Sequence[str]], numbers: set[int], *, safe: bool = False) -> str:
    """A table; ``safe`` says that the cells are HTML already."""
    kind = [' class="n"' if index in numbers else "" for index in range(len(head))]
    top = "".join(f"<th{kind[i]}>{_safe(name)}</th>" for i, name in enumerate(head))
    body = "\n".join(
        "<tr>" + "".join(f"<td{kind[i]}>{cell if safe else _safe(cell)}</td>" for i, cell in enumerate(row)) + "</tr>"
        for row in rows
    )
    return f'<div class="table"><table><thead><tr>{top}</tr></thead><tbody>\n{body}\n</tbody></table></div>'
