"""Who lies in whom: divisions, functional areas and townships, by code and by name."""

from coedu_zones.gazetteer.hierarchy import AMID, GOVERNED_BY, Gazetteer, Row, chain_of, level_of

__all__ = ["AMID", "GOVERNED_BY", "Gazetteer", "Row", "chain_of", "level_of"]
