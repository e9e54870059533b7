"""Tables in files: read one, add what each row's place means, write it again.

One shape carries the room: a *source* knows its columns and the number of its
rows and gives chunks of rows; a *sink* takes chunks with the added columns; in
between ``annotate`` resolves and counts. A source reads its whole file once
before any work is done, so that an unreadable row is told at once.

::

    errors → cells → model → textfile → delimited, jsonlines, parquet, sheet → formats
                                      → columns, tally → run
"""

from coedu_zones.files.errors import TableError
from coedu_zones.files.run import annotate
from coedu_zones.files.summary import AnnotationSummary, ProvinceCount, TextCount

__all__ = ["AnnotationSummary", "ProvinceCount", "TableError", "TextCount", "annotate"]
