"""coedu_zones: which place a Chinese place name means, and which zones cover it.

>>> import coedu_zones as cz
>>> cz.normalize("渝水区")
'江西省/新余市/渝水区'
"""

from importlib import import_module
from typing import TYPE_CHECKING

from coedu_zones.threads import shared_lock as _shared_lock

if TYPE_CHECKING:
    from coedu_zones.batch import FIELDS, resolve_columns
    from coedu_zones.cascade import TreeNode, tree
    from coedu_zones.codes import find_code
    from coedu_zones.conversion import convert
    from coedu_zones.coverage import zones_covering
    from coedu_zones.default import extract, normalize, resolve, resolve_many
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
    from coedu_zones.fields import DivisionField, ZoneField
    from coedu_zones.gazetteer import Gazetteer
    from coedu_zones.identifiers import IdentifierSystem
    from coedu_zones.inputs import MAX_TEXT_LENGTH
    from coedu_zones.lookahead import search
    from coedu_zones.lookup import data_version, divisions, find_by, functional_areas, get_area, get_division
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
    from coedu_zones.notice import ListedName, NoticeList, parse_notice
    from coedu_zones.points import Point, PointPrecision
    from coedu_zones.provincial import get_province, listing_bodies, provinces
    from coedu_zones.records import (
        ChangeRecord,
        CodeReading,
        Conversion,
        FoundCode,
        Heir,
        PeriodRecord,
        PlaceHistory,
    )
    from coedu_zones.resolution import Candidate, Mention, Method, Resolution, Status, Step
    from coedu_zones.tables import AnnotationSummary, TableError, annotate
    from coedu_zones.timeline import history, predecessors, successors
    from coedu_zones.zoning import (
        NOTICE,
        find_zone,
        get_zone,
        zones,
    )

__version__ = "0.1.0"

# Module → the public names that it holds. A module is imported when one of its names is first asked
# for, so that ``import coedu_zones`` costs nothing that is not used, pydantic's models among it.
_HOMES = {
    "batch": "FIELDS resolve_columns",
    "cascade": "TreeNode tree",
    "codes": "find_code",
    "conversion": "convert",
    "coverage": "zones_covering",
    "errors": (
        "AmbiguousNameError CoeduZonesError DataIntegrityError MissingBackendError NoticeFormatError "
        "TextTooLongError UnknownCodeError UnknownYearError UnresolvedNameError"
    ),
    "fields": "DivisionField ZoneField",
    "gazetteer": "Gazetteer",
    "identifiers": "IdentifierSystem",
    "inputs": "MAX_TEXT_LENGTH",
    "lookahead": "search",
    "lookup": "data_version divisions find_by functional_areas get_area get_division",
    "models": (
        "Coverage CoverageKind Division FunctionalArea Level ListingBody Notice Overlap Province ProvinceKind "
        "Succession Zone ZoneKind"
    ),
    "normalizer": "Normalizer",
    "notice": "ListedName NoticeList parse_notice",
    "points": "Point PointPrecision",
    "provincial": "get_province listing_bodies provinces",
    "records": "ChangeRecord CodeReading Conversion FoundCode Heir PeriodRecord PlaceHistory",
    "resolution": "Candidate Mention Method Resolution Status Step",
    "default": "extract normalize resolve resolve_many",
    "tables": "AnnotationSummary TableError annotate",
    "timeline": "history predecessors successors",
    "zoning": "NOTICE find_zone get_zone zones",
}
# No module bears the name of a public function: importing it would take the function's place.
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'coedu_zones' has no attribute {name!r}")
    with _shared_lock:
        found = getattr(import_module(f"coedu_zones.{_HOME_OF[name]}"), name)
    globals()[name] = found
    return found


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
    "CodeReading",
    "CoeduZonesError",
    "Conversion",
    "Coverage",
    "CoverageKind",
    "DataIntegrityError",
    "Division",
    "DivisionField",
    "FoundCode",
    "FunctionalArea",
    "Gazetteer",
    "Heir",
    "IdentifierSystem",
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
    "Point",
    "PointPrecision",
    "Province",
    "ProvinceKind",
    "Resolution",
    "Status",
    "Step",
    "Succession",
    "TableError",
    "TextTooLongError",
    "TreeNode",
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
    "find_by",
    "find_code",
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
    "tree",
    "zones",
    "zones_covering",
]  # fmt: skip
