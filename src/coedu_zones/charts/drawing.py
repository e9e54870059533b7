"""What all charts share: the picture with its text, the shades, the style."""

from __future__ import annotations

import os
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Final, Literal, NamedTuple

Language = Literal["zh", "en"]

# ground and writing of the six shades, on light and on dark paper; the first is "no value".
# Each pair of a tile has a contrast of 4.5 or more, which a test holds.
LIGHT: Final = (("#e9ecec", "#3d4745"), ("#cfe5dc", "#16312a"), ("#9dcbb9", "#0d241d"),
                ("#5ba890", "#041410"), ("#1f7661", "#ffffff"), ("#0c5848", "#ffffff"))  # fmt: skip
DARK: Final = (("#2b302f", "#c3ccc9"), ("#123a30", "#e3f1ec"), ("#1b5b4b", "#ffffff"),
               ("#237761", "#ffffff"), ("#63c2a6", "#041410"), ("#aeead7", "#0d241d"))  # fmt: skip
INK: Final = ("#1c2422", "#e8efec")
PAPER: Final = ("#ffffff", "#14181a")

MARGIN: Final = 12


class Chart(NamedTuple):
    """A picture as SVG and what it says as text."""

    svg: str
    text: str

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the picture as an SVG file."""
        Path(path).write_text(self.svg, "utf-8")

    def __str__(self) -> str:
        return self.text


def draw(name: str, said: str, width: float, height: float, parts: Sequence[str]) -> Chart:
    """Put the parts of a picture into one, with its name, its text and its style."""
    body = "\n".join(part for part in parts if part)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" class="coedu-chart">\n<title>{escape(name)}</title>\n'
        f"<desc>{escape(said)}</desc>\n<style>{style()}</style>\n{body}\n</svg>\n"
    )
    return Chart(svg, said if said.startswith(name) else f"{name}\n{said}")


def style() -> str:
    """Shades for light and dark; a picture that stands alone brings its own paper, one inside a page takes the page's ink."""

    def scheme(shades: Sequence[tuple[str, str]], at: int) -> str:
        tiles = "".join(
            f".coedu-chart .s{i} rect{{fill:{ground}}}.coedu-chart .s{i} text{{fill:{ink}}}"
            for i, (ground, ink) in enumerate(shades)
        )
        return f"{tiles}svg.coedu-chart:root{{color:{INK[at]};background:{PAPER[at]}}}"

    return (
        ".coedu-chart{max-width:100%;height:auto}"
        ".coedu-chart text{font:13px system-ui,sans-serif;text-anchor:middle;fill:currentColor}"
        ".coedu-chart .big{font-size:19px}.coedu-chart .small{font-size:11px}"
        ".coedu-chart .title{font-size:15px;font-weight:600;text-anchor:start}.coedu-chart .label{text-anchor:start}"
        ".coedu-chart .tick{stroke:currentColor;stroke-opacity:.18}"
        ".coedu-chart .step path{stroke:currentColor;stroke-width:2;fill:none}.coedu-chart .step circle{fill:currentColor}"
        f"{scheme(LIGHT, 0)}@media(prefers-color-scheme:dark){{{scheme(DARK, 1)}}}"
    )


def write(x: float, y: float, text: str, kind: str) -> str:
    """Write a line of text."""
    return f'<text x="{x:g}" y="{y:g}" class="{kind}">{escape(text)}</text>'
