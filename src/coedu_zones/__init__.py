"""coedu_zones: which place a Chinese place name means, and which zones cover it.

>>> import coedu_zones as cz
>>> cz.normalize("渝水区")
'江西省/新余市/渝水区'
"""

from importlib import import_module
from typing import TYPE_CHECKING

from coedu_zones.errors import (
    AmbiguousNameError,
    CoeduZonesError,
    DataIntegrityError,
    MissingBackendError,
    NoticeFormatError,
    TextTooLongError,
    UnknownCodeError,
    UnknownYearError,
    UnresolvedNameError,
)
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.inputs import MAX_TEXT_LENGTH
from coedu_zones.lookup import data_version, divisions, functional_areas, get_area, get_division
from coedu_zones.models import (
    Coverage,
    CoverageKind,
    Division,
    FunctionalArea,
    Level,
    ListingBody,
    Notice,
    Overlap,
    Province,
    ProvinceKind,
    Succession,
    Zone,
    ZoneKind,
)
from coedu_zones.normalizer import Normalizer
from coedu_zones.provinces import get_province, listing_bodies, provinces
from coedu_zones.records import ChangeRecord, Conversion, Heir, PeriodRecord, PlaceHistory
from coedu_zones.resolution import Candidate, Mention, Method, Resolution, Status, Step
from coedu_zones.resolve import extract, normalize, resolve, resolve_many
from coedu_zones.timeline import convert, history, predecessors, successors
from coedu_zones.zones import (
    NOTICE,
    find_zone,
    get_zone,
    zones,
    zones_covering,
)

__version__ = "0.1.0"

# what only some users need is imported when it is first asked for
_LATER = {
    "FIELDS": "coedu_zones.batch",
    "resolve_columns": "coedu_zones.batch",
    "ListedName": "coedu_zones.notice",
    "NoticeList": "coedu_zones.notice",
    "parse_notice": "coedu_zones.notice",
    "annotate": "coedu_zones.tables",
    "AnnotationSummary": "coedu_zones.tables",
    "TableError": "coedu_zones.tables",
    "DivisionField": "coedu_zones.fields",
    "ZoneField": "coedu_zones.fields",
    "search": "coedu_zones.lookahead",
}

if TYPE_CHECKING:
    from coedu_zones.batch import FIELDS, resolve_columns
    from coedu_zones.fields import DivisionField, ZoneField
    from coedu_zones.lookahead import search
    from coedu_zones.notice import ListedName, NoticeList, parse_notice
    from coedu_zones.tables import AnnotationSummary, TableError, annotate


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module 'coedu_zones' has no attribute {name!r}")
    return getattr(import_module(_LATER[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)


__all__ = [
    "FIELDS",
    "MAX_TEXT_LENGTH",
    "NOTICE",
    "AmbiguousNameError",
    "AnnotationSummary",
    "Candidate",
    "ChangeRecord",
    "CoeduZonesError",
    "Conversion",
    "Coverage",
    "CoverageKind",
    "DataIntegrityError",
    "Division",
    "DivisionField",
    "FunctionalArea",
    "Gazetteer",
    "Heir",
    "Level",
    "ListedName",
    "ListingBody",
    "Mention",
    "Method",
    "MissingBackendError",
    "Normalizer",
    "Notice",
    "NoticeFormatError",
    "NoticeList",
    "Overlap",
    "PeriodRecord",
    "PlaceHistory",
    "Province",
    "ProvinceKind",
    "Resolution",
    "Status",
    "Step",
    "Succession",
    "TableError",
    "TextTooLongError",
    "UnknownCodeError",
    "UnknownYearError",
    "UnresolvedNameError",
    "Zone",
    "ZoneField",
    "ZoneKind",
    "__version__",
    "annotate",
    "convert",
    "data_version",
    "divisions",
    "extract",
    "find_zone",
    "functional_areas",
    "get_area",
    "get_division",
    "get_province",
    "get_zone",
    "history",
    "listing_bodies",
    "normalize",
    "parse_notice",
    "predecessors",
    "provinces",
    "resolve",
    "resolve_columns",
    "resolve_many",
    "search",
    "successors",
    "zones",
    "zones_covering",
]  # fmt: skip
