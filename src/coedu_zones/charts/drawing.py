"""What all charts share: the picture with its text, the shades, the style."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Final, Literal, NamedTuple

from coedu_zones.data.locks import shared_lock
from coedu_zones.errors import MissingBackendError, install
from coedu_zones.messages import say

Language = Literal["zh", "en"]

# Ground and writing of the five shades, on light and on dark paper. A tile without a value has the sixth:
# no ground but a dashed edge, so that it is not taken for a small value, in print neither.
# Each pair has a contrast of 4.5 or more, which a test holds.
LIGHT: Final = (("#d8ebe4", "#16312a"), ("#a3d0bf", "#0d241d"), ("#5fae95", "#041410"),
                ("#1f7661", "#ffffff"), ("#0b4d3f", "#ffffff"))  # fmt: skip
DARK: Final = (("#123a30", "#e3f1ec"), ("#1b5b4b", "#ffffff"), ("#237761", "#ffffff"),
               ("#63c2a6", "#041410"), ("#aeead7", "#0d241d"))  # fmt: skip
INK: Final = ("#1c2422", "#e8efec")
PAPER: Final = ("#ffffff", "#14181a")

# fonts with Chinese characters on Linux, macOS and Windows
FONTS: Final = (
    "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','WenQuanYi Micro Hei',sans-serif"
)

MARGIN: Final = 12


PICTURES: Final = (".svg", ".png", ".pdf")
#: Pixels of a PNG to one unit of the drawing, so that it can be printed.
PNG_SCALE: Final = 2


class Chart(NamedTuple):
    """A picture as SVG and what it says as text."""

    svg: str
    text: str

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the picture as the kind of file that its name says: ``.svg``, ``.png`` or ``.pdf``.

        PNG and PDF are drawn on white paper by CairoSVG: ``pip install "coedu_zones[charts]"``. The writing takes a font
        of the machine that has Chinese characters.

        Raises:
            ValueError: the name ends in another way.
            MissingBackendError: CairoSVG, or the cairo library that it draws with, is not installed.

        """
        kind = Path(path).suffix.lower()
        if kind not in PICTURES:
            raise ValueError(
                say(
                    "{path!r}: a picture is saved as {pictures}; end the name in one of them",
                    path=os.fspath(path),
                    pictures=", ".join(PICTURES),
                )
            )
        Path(path).write_bytes(self.svg.encode() if kind == ".svg" else convert(self.svg, kind))

    def __str__(self) -> str:
        return self.text


def convert(svg: str, kind: str) -> bytes:
    """The bytes of a picture as PNG or PDF."""
    with shared_lock:
        try:
            import cairosvg  # noqa: PLC0415 - only these two kinds of file need it
        except (ImportError, OSError) as error:  # OSError: the library cairo itself is not there
            raise MissingBackendError(
                say(
                    "a {kind} file needs CairoSVG and the cairo library, which cannot be loaded ({error}); save as "
                    ".svg, or install them with: {command}; cairo comes with the system (apt install libcairo2, "
                    "brew install cairo)",
                    kind=kind,
                    error=error,
                    command=install("charts"),
                )
            ) from error
    drawn = svg.replace(f"<style>{style()}</style>", f"<style>{style_on_paper()}</style>")
    if kind == ".png":
        return bytes(cairosvg.svg2png(bytestring=drawn.encode(), scale=PNG_SCALE, background_color=PAPER[0]))
    return bytes(cairosvg.svg2pdf(bytestring=drawn.encode(), background_color=PAPER[0]))


def draw(name: str, text: str, width: float, height: float, parts: Sequence[str]) -> Chart:
    """Put the parts of a picture into one, with its name, its text and its style."""
    body = "\n".join(part for part in parts if part)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" class="coedu-chart">\n<title>{escape(name)}</title>\n'
        f"<desc>{escape(text)}</desc>\n<style>{style()}</style>\n{body}\n</svg>\n"
    )
    return Chart(svg, f"{name}\n{text}")


def style() -> str:
    """Give the shades and the writing of a picture.

    Inside a page a picture takes the page's ink and its choice of light or dark (``color-scheme``);
    a picture that stands alone brings its own paper and asks the reader's system. A program that
    does not know ``light-dark`` shows the light one.
    """
    shades = "".join(
        f".coedu-chart .s{i} rect{{{_both('fill', ground, dark_ground)}}}"
        f".coedu-chart .s{i} text{{{_both('fill', ink, dark_ink)}}}"
        for i, ((ground, ink), (dark_ground, dark_ink)) in enumerate(zip(LIGHT, DARK, strict=True), start=1)
    )
    return (
        ".coedu-chart{max-width:100%;height:auto}"
        ".coedu-chart text{font:14px system-ui,sans-serif;text-anchor:middle;fill:currentColor}"
        ".coedu-chart .big{font-size:20px}.coedu-chart .small{font-size:12px}"
        ".coedu-chart .title{font-size:16px;font-weight:600;text-anchor:start}"
        ".coedu-chart .label{font-size:13px;text-anchor:start}.coedu-chart .label.end{text-anchor:end}"
        ".coedu-chart .tick{stroke:currentColor;stroke-opacity:.18}"
        ".coedu-chart .step path{stroke:currentColor;stroke-opacity:.6;stroke-width:1.5;fill:none}.coedu-chart .step circle{fill:currentColor}"
        ".coedu-chart .s0 rect{fill:none;stroke:currentColor;stroke-opacity:.45;stroke-dasharray:3 3}"
        f"{shades}svg.coedu-chart:root{{color-scheme:light dark;{_both('color', *INK)}{_both('background', *PAPER)}}}"
    )


def style_on_paper() -> str:
    """The style of a picture on white paper, for programs that know neither ``light-dark`` nor ``currentColor``."""
    rules = style().replace(".coedu-chart{max-width:100%;height:auto}", "").partition("svg.coedu-chart:root")[0]
    plain = re.sub(r"[a-z]+:light-dark\([^)]*\);", "", rules).replace("currentColor", INK[0])
    return plain.replace("font:14px system-ui,sans-serif", f"font-size:14px;font-family:{FONTS}")


def _both(what: str, light: str, dark: str) -> str:
    return f"{what}:{light};{what}:light-dark({light},{dark});"


def write(x: float, y: float, text: str, kind: str) -> str:
    """Write a line of text."""
    return f'<text x="{x:g}" y="{y:g}" class="{kind}">{escape(text)}</text>'
