"""The picture of the README in both languages; ``python docs/_site/pictures.py`` writes it anew, and a test compares."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import coedu_zones as cz
from coedu_zones.charts import province_chart

FOLDER: Final = Path(__file__).parents[1] / "assets"


def pictures() -> dict[Path, str]:
    """Each file with what it must hold."""
    zones = {province.name: len(province.zones) for province in cz.provinces()}
    return {
        FOLDER / "zones-by-province-en.svg": province_chart(zones, title="Zones by province", lang="en").svg,
        FOLDER / "zones-by-province-zh.svg": province_chart(zones, title="各省的实验区（个）").svg,
    }


if __name__ == "__main__":
    for path, svg in pictures().items():
        path.write_text(svg, "utf-8")
