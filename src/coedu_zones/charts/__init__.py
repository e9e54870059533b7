"""Pictures as plain SVG, without a drawing library: provinces as tiles, the life of a place as a timeline.

A chart is readable on light and dark ground and carries its text alternative. It
shows itself in a notebook; ``save`` writes a file for a page or a paper. The libraries
that could draw it write one fixed set of colours, for one ground; two shapes do not
need them.
"""

from coedu_zones.charts.drawing import Chart
from coedu_zones.charts.lives import history_chart
from coedu_zones.charts.tiles import province_chart

__all__ = ["Chart", "history_chart", "province_chart"]
