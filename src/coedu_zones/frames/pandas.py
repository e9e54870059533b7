"""The ``.coedu`` accessor of pandas; importing this module registers it.

>>> import pandas as pd
>>> import coedu_zones.frames.pandas
>>> schools = pd.DataFrame({"地址": ["渝水区", "朝阳区", None]}, index=[7, 8, 9])
>>> schools["地址"].coedu.resolve()[["status", "code", "path"]]
      status    code         path
7   resolved  360502  江西省/新余市/渝水区
8  ambiguous    <NA>         <NA>
9       <NA>    <NA>         <NA>
>>> schools["地址"].coedu.zones().to_list()
[[48], None, None]
>>> list(schools.coedu.annotate("地址").columns[:4])
['地址', 'place_status', 'place_code', 'place_name']

The dtypes are the same in every pandas: texts are ``string`` (Python storage,
``<NA>`` when missing), ``score`` is ``float64``, ``zones`` and ``candidates``
are ``object`` columns of lists with ``None`` when missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Unpack

from coedu_zones.frames.columns import ColumnResolver
from coedu_zones.frames.engines import TEXT_FIELDS, Options, coded, holds_codes, missing_backend

try:
    import numpy as np
    import pandas as pd
except ImportError as error:
    raise missing_backend("pandas", error) from error

# Python storage holds whatever a Python text holds, a lone surrogate too, and needs no pyarrow.
TEXT: Final = pd.StringDtype("python")


@pd.api.extensions.register_series_accessor("coedu")
class PlaceSeries:
    """``series.coedu``: what the texts of a series mean.

    The index and the order of the series are kept and the series is not
    touched. Each distinct text is resolved once. Every method takes the options
    ``normalizer``, ``within`` and ``level``; ``resolve`` also ``candidates``.
    """

    def __init__(self, series: pd.Series[Any]) -> None:
        self._series = series

    def resolve(self, **options: Unpack[Options]) -> pd.DataFrame:
        """Give a frame with one column a field; every field of a missing text is missing.

        Raises:
            TypeError: the series holds neither texts nor numbers that may be codes.
            AmbiguousNameError, UnresolvedNameError: ``within`` is not one place.

        >>> import pandas as pd
        >>> pd.Series(["朝阳区"]).coedu.resolve(within="北京")["code"].to_list()
        ['110105']
        """
        resolver = ColumnResolver(**options)
        values, places, remainders = coded(resolver, _cells(self._series))
        rows = np.array(places, dtype=np.intp)
        index = self._series.index
        columns = {
            field: pd.array(remainders, dtype=TEXT) if field == "remainder" else _column(field, values[field], rows)
            for field in resolver.fields
        }
        return pd.DataFrame({field: pd.Series(column, index=index) for field, column in columns.items()}, index=index)

    def code(self, **options: Unpack[Options]) -> pd.Series[Any]:
        """Give the codes alone: the column ``code`` of ``resolve``.

        >>> import pandas as pd
        >>> pd.Series(["渝水区", "新余渝水"]).coedu.code().to_list()
        ['360502', '360502']
        """
        return self.resolve(**options)["code"]

    def zones(self, **options: Unpack[Options]) -> pd.Series[Any]:
        """Give the lists of zone numbers alone: the column ``zones`` of ``resolve``.

        >>> import pandas as pd
        >>> pd.Series(["吉林省长春市农安县"]).coedu.zones().to_list()
        [[21, 22]]
        """
        return self.resolve(**options)["zones"]


@pd.api.extensions.register_dataframe_accessor("coedu")
class PlaceFrame:
    """``frame.coedu``: a frame with what one of its columns means beside it."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def annotate(self, column: str, *, prefix: str = "place_", **options: Unpack[Options]) -> pd.DataFrame:
        """Give a copy of the frame with the fields of ``column`` after its own columns.

        Raises:
            KeyError: the frame has no such column.
            ValueError: it has two of that name, or has a column that a field would replace.

        >>> import pandas as pd
        >>> pd.DataFrame({"a": ["赣州市定南县"]}).coedu.annotate("a", prefix="p_")["p_path"].to_list()
        ['江西省/赣州市/定南县']
        """
        series = self._frame[column]
        if not isinstance(series, pd.Series):
            raise ValueError(f"the frame has several columns {column!r}")  # noqa: TRY004 - the value is at fault
        found = PlaceSeries(series).resolve(**options)
        added = found.add_prefix(prefix)
        taken = [name for name in added.columns if name in self._frame.columns]
        if taken:
            raise ValueError(
                f"the frame already has the columns {taken}; choose another prefix than {prefix!r}"
            )
        return self._frame.assign(**{str(name): added[name] for name in added.columns})


def _cells(series: pd.Series[Any]) -> list[object]:
    """Give the cells as texts, with ``None`` for every kind of missing value."""
    values = series.to_numpy(dtype=object, copy=True)
    values[series.isna().to_numpy()] = None
    cells: list[object] = values.tolist()
    if series.dtype != object and not (all(cell is None or isinstance(cell, str) for cell in cells) or holds_codes(cells)):
        raise TypeError(
            f"the series {series.name!r} is of dtype {series.dtype} and holds no texts and no codes; "
            'convert it first, such as with .astype("string")'
        )
    return cells


def _column(field: str, values: Sequence[Any], places: np.ndarray[Any, np.dtype[np.intp]]) -> Any:
    """Spread the values of the different answers over the rows."""
    if field == "score":
        return np.array(values, dtype=np.float64).take(places)
    if field in TEXT_FIELDS:
        return pd.array(values, dtype=TEXT).take(places)
    rows = map(values.__getitem__, places.tolist())
    own = (None if value is None else [*value] for value in rows)  # for every row a list of its own: lists can be changed
    return np.fromiter(own, dtype=object, count=len(places))
