"""coedu_zones: which place a Chinese place name means, and which zones cover it.

>>> import coedu_zones as cz
>>> cz.normalize("渝水区")
'江西省/新余市/渝水区'
"""

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
from coedu_zones.notice import ListedName, NoticeList, parse_notice
from coedu_zones.provinces import get_province, listing_bodies, provinces
from coedu_zones.resolution import Candidate, Mention, Method, Resolution, Status, Step
from coedu_zones.resolve import MAX_TEXT_LENGTH, Normalizer, extract, normalize, resolve, resolve_many
from coedu_zones.timeline import (
    ChangeRecord,
    Conversion,
    Heir,
    PeriodRecord,
    PlaceHistory,
    convert,
    history,
    predecessors,
    successors,
)
from coedu_zones.zones import (
    NOTICE,
    find_zone,
    get_zone,
    zones,
    zones_covering,
)

__version__ = "0.1.0"

__all__ = [
    "MAX_TEXT_LENGTH", "NOTICE", "AmbiguousNameError", "Candidate", "ChangeRecord", "CoeduZonesError",
    "Conversion", "Coverage", "CoverageKind", "DataIntegrityError", "Division", "FunctionalArea",
    "Gazetteer", "Heir", "Level", "ListedName", "ListingBody", "Mention", "Method", "MissingBackendError",
    "Normalizer", "Notice", "NoticeFormatError", "NoticeList", "Overlap", "PeriodRecord", "PlaceHistory",
    "Province", "ProvinceKind", "Resolution", "Status", "Step", "Succession", "TextTooLongError",
    "UnknownCodeError", "UnknownYearError", "UnresolvedNameError", "Zone", "ZoneKind", "__version__",
    "convert", "data_version", "divisions", "extract", "find_zone", "functional_areas", "get_area",
    "get_division", "get_province", "get_zone", "history", "listing_bodies", "normalize", "parse_notice",
    "predecessors", "provinces", "resolve", "resolve_many", "successors", "zones", "zones_covering",
]  # fmt: skip
