"""Who lies in whom: divisions, functional areas and townships, by id and by name."""

from coedu_zones.gazetteer.hierarchy import AMID, GOVERNED_BY, Gazetteer, Row, chain_of, level_of
from coedu_zones.gazetteer.uncoded import UncodedRow
from coedu_zones.gazetteer.written import WrittenNames

__all__ = ["AMID", "GOVERNED_BY", "Gazetteer", "Row", "UncodedRow", "WrittenNames", "chain_of", "level_of"]
