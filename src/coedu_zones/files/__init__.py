"""Tables in files: read one, add what each row's place means, write it again.

One design serves all formats: a *source* knows its columns and the number of its
rows and gives chunks of rows; a *sink* takes chunks with the added columns; in
between the work is done: ``annotate`` resolves and counts, ``convert_file`` converts. A source reads its whole file once
before any work is done, so that an unreadable row is reported at once.

::

    errors → cells → model → textfile → delimited, jsonlines, parquet, sheet → formats
                                      → columns, tally → run → annotation, conversion
"""

from coedu_zones.files.annotation import annotate
from coedu_zones.files.conversion import convert_file
from coedu_zones.files.errors import TableError
from coedu_zones.files.summary import AnnotationSummary, ConversionSummary, ProvinceCount, TextCount, ZoneCount

__all__ = [
    "AnnotationSummary", "ConversionSummary", "ProvinceCount", "TableError", "TextCount", "ZoneCount", "annotate",
    "convert_file",
]  # fmt: skip
