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

A series and a frame have the same methods: ``resolve``, ``annotate``, ``code``,
``zones``, ``convert``; those of a frame take the columns. A type checker does not
know an accessor that is registered while a program runs: ``coedu(series)`` and
``coedu(frame)`` are the same objects, with types.

The dtypes are the same in every pandas: texts are ``string`` (Python storage, ``<NA>``
when missing), ``score`` is ``float64``, ``remainder_is_division`` is ``boolean``,
``zones``, ``zone_names`` and ``candidates`` are ``object`` columns of lists with
``None`` when missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Unpack, overload

from coedu_zones.frames.columns import ColumnResolver
from coedu_zones.frames.conversion import ColumnConverter
from coedu_zones.frames.engines import (
    FrameOptions,
    Options,
    SeriesOptions,
    alone,
    coded,
    columns_of,
    holds_codes,
    missing_backend,
    parted,
    takes_columns,
    takes_options,
)
from coedu_zones.messages import say
from coedu_zones.places.inputs import options_named, rows_of
from coedu_zones.resolution.answers import kind_of

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

    The index and the order of the series are kept and the series is not touched. Each
    distinct text is resolved once; numbers are codes, with or without missing values.
    ``province``, ``prefecture`` and ``county`` are further series (or lists) that are put
    before the texts. The other options are those of ``resolve_columns``.
    """

    def __init__(self, series: pd.Series[Any]) -> None:
        self._series = series

    @takes_columns
    def resolve(self, **options: Unpack[SeriesOptions]) -> pd.DataFrame:
        """Give a frame with one column per field; every field of a missing or blank text is missing.

        Raises:
            TypeError: the series holds neither texts nor numbers that may be codes, or there is no such option.
            AmbiguousNameError, UnresolvedNameError: ``within`` is not one place.

        >>> import pandas as pd
        >>> pd.Series(["朝阳区"]).coedu.resolve(within="北京")["code"].to_list()
        ['110105']
        >>> pd.Series(["祁阳市", "祁阳县"]).coedu.resolve(terms_of=2010, fields=["code"])["code"].to_list()
        ['431121', '431121']
        """
        columns, others = parted(options)
        before = [_cells(c) if isinstance(c, pd.Series) else c for c in columns]
        return _answers(rows_of(_cells(self._series), *before), self._series.index, ColumnResolver(**others))

    @takes_options
    def annotate(self, *, prefix: str = "place_", **options: Unpack[Options]) -> pd.DataFrame:
        """Give the series as a frame, with the fields after it.

        >>> import pandas as pd
        >>> pd.Series(["赣州市定南县"], name="a").coedu.annotate(fields=["code"]).columns.to_list()
        ['a', 'place_code']
        """
        name = "text" if self._series.name is None else self._series.name
        return PlaceFrame(self._series.to_frame(name)).annotate(name, prefix=prefix, **options)

    @takes_columns
    def code(self, **options: Unpack[SeriesOptions]) -> pd.Series[Any]:
        """Give the codes alone: the column ``code`` of ``resolve``.

        >>> import pandas as pd
        >>> pd.Series(["渝水区", "新余渝水"]).coedu.code().to_list()
        ['360502', '360502']
        """
        return self.resolve(**alone("code", options))["code"]

    @takes_columns
    def zones(self, **options: Unpack[SeriesOptions]) -> pd.Series[Any]:
        """Give the lists of the numbers of the zones alone: the column ``zones`` of ``resolve``.

        >>> import pandas as pd
        >>> pd.Series(["吉林省长春市农安县"]).coedu.zones().to_list()
        [[21, 22]]
        """
        return self.resolve(**alone("zones", options))["zones"]

    @options_named
    def convert(self, *, from_year: int, to_year: int, edition: str | None = None) -> pd.DataFrame:
        """Give codes of one year in the codes of another; see ``convert_columns``.

        >>> import pandas as pd
        >>> pd.Series(["431121", None]).coedu.convert(from_year=2015, to_year=2024)["code_2024"].to_list()
        ['431181', <NA>]
        """
        converter = ColumnConverter(from_year=from_year, to_year=to_year, edition=edition)
        rows = converter.rows(_cells(self._series))
        columns = {name: pd.array([row[at] for row in rows], dtype=TEXT) for at, name in enumerate(converter.names)}
        return pd.DataFrame(columns, index=self._series.index)


@pd.api.extensions.register_dataframe_accessor("coedu")
class PlaceFrame:
    """``frame.coedu``: what one or several columns of a frame mean.

    The place is in ``column``, in a list of columns from large to small, or in the columns
    that ``province``, ``prefecture`` and ``county`` name, with ``column`` after them.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    @takes_columns
    def resolve(self, column: Any = None, **options: Unpack[FrameOptions]) -> pd.DataFrame:
        """Give a frame with one column per field, with the index of the frame.

        Raises:
            KeyError: the frame has no such column.
            ValueError: it has two of that name.
            TypeError: no column is named, or one holds neither texts nor codes, or there is no such option.

        >>> import pandas as pd
        >>> survey = pd.DataFrame({"省": ["江西"], "县": ["渝水区"]})
        >>> survey.coedu.resolve(province="省", county="县")["code"].to_list()
        ['360502']
        """
        names, others = columns_of(column, options)
        cells = [_cells(self._column(name)) for name in names]
        return _answers(rows_of(cells if len(cells) > 1 else cells[0]), self._frame.index, ColumnResolver(**others))

    @takes_columns
    def annotate(self, column: Any = None, *, prefix: str = "place_", **options: Unpack[FrameOptions]) -> pd.DataFrame:
        """Give a copy of the frame with the fields after its own columns.

        Raises:
            KeyError: the frame has no such column.
            ValueError: it has two of that name, or has a column that a field would replace.

        >>> import pandas as pd
        >>> pd.DataFrame({"a": ["赣州市定南县"]}).coedu.annotate("a", prefix="p_")["p_path"].to_list()
        ['江西省/赣州市/定南县']
        """
        found = self.resolve(column, **options)
        return self._with(found.add_prefix(prefix), say("choose another prefix than {prefix!r}", prefix=prefix))

    @takes_columns
    def code(self, column: Any = None, **options: Unpack[FrameOptions]) -> pd.Series[Any]:
        """Give the codes alone."""
        return self.resolve(column, **alone("code", options))["code"]

    @takes_columns
    def zones(self, column: Any = None, **options: Unpack[FrameOptions]) -> pd.Series[Any]:
        """Give the lists of the numbers of the zones alone."""
        return self.resolve(column, **alone("zones", options))["zones"]

    @options_named
    def convert(
        self, column: str, *, from_year: int, to_year: int, edition: str | None = None, prefix: str = ""
    ) -> pd.DataFrame:
        """Give a copy of the frame with the codes of another year after its own columns; see ``convert_columns``.

        >>> import pandas as pd
        >>> pd.DataFrame({"c": [431121]}).coedu.convert("c", from_year=2015, to_year=2024).columns.to_list()
        ['c', 'code_2024', 'outcome', 'targets']
        """
        found = PlaceSeries(self._column(column)).convert(from_year=from_year, to_year=to_year, edition=edition)
        return self._with(found.add_prefix(prefix), say("choose another prefix than {prefix!r}", prefix=prefix))

    def _column(self, name: Any) -> pd.Series[Any]:
        series = self._frame[name]
        if not isinstance(series, pd.Series):
            raise ValueError(say("the frame has several columns {name!r}", name=name))  # noqa: TRY004 - the value is at fault
        return series

    def _with(self, added: pd.DataFrame, way_out: str) -> pd.DataFrame:
        taken = [name for name in added.columns if name in self._frame.columns]
        if taken:
            raise ValueError(say("the frame already has the columns {taken}; {way_out}", taken=taken, way_out=way_out))
        return self._frame.assign(**{str(name): added[name] for name in added.columns})


@overload
def coedu(data: pd.DataFrame) -> PlaceFrame: ...
@overload
def coedu(data: pd.Series[Any]) -> PlaceSeries: ...
def coedu(data: pd.DataFrame | pd.Series[Any]) -> PlaceFrame | PlaceSeries:
    """Give the accessor of a frame or a series: ``coedu(frame)`` is ``frame.coedu``, and type checkers know it.

    Raises:
        TypeError: it is neither.

    >>> import pandas as pd
    >>> coedu(pd.Series(["渝水区"])).code().to_list()
    ['360502']
    """
    if isinstance(data, pd.DataFrame):
        return PlaceFrame(data)
    if isinstance(data, pd.Series):
        return PlaceSeries(data)
    raise TypeError(say("expected a pandas frame or series, got {data}", data=type(data).__name__))


def _answers(rows: Sequence[object], index: pd.Index[Any], resolver: ColumnResolver) -> pd.DataFrame:
    values, places, remainders = coded(resolver, rows)
    spread = np.array(places, dtype=np.intp)
    columns = {
        field: pd.array(remainders, dtype=TEXT) if field == "remainder" else _column(field, values[field], spread)
        for field in resolver.fields
    }
    return pd.DataFrame({field: pd.Series(column, index=index) for field, column in columns.items()}, index=index)


def _cells(series: pd.Series[Any]) -> list[object]:
    """Give the cells as texts, with ``None`` for every kind of missing value."""
    values = series.to_numpy(dtype=object, copy=True)
    values[series.isna().to_numpy()] = None
    cells: list[object] = values.tolist()
    if series.dtype != object and not (
        all(cell is None or isinstance(cell, str) for cell in cells) or holds_codes(cells)
    ):
        raise TypeError(
            say(
                "the series {name!r} is of dtype {dtype} and holds no texts and no codes; convert it "
                'first, such as with .astype("string")',
                name=series.name,
                dtype=series.dtype,
            )
        )
    return cells


def _column(field: str, values: Sequence[Any], places: np.ndarray[Any, np.dtype[np.intp]]) -> Any:
    """Spread the values of the different answers over the rows."""
    kind = kind_of(field)
    if kind == "number":
        return np.array(values, dtype=np.float64).take(places)
    if kind == "truth":
        return pd.array(list(values), dtype="boolean").take(places)
    if kind == "text":
        return pd.array(values, dtype=TEXT).take(places)
    rows = map(values.__getitem__, places.tolist())
    own = (
        None if value is None else [*value] for value in rows
    )  # for every row a list of its own: lists can be changed
    return np.fromiter(own, dtype=object, count=len(places))
