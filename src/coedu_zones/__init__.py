"""temporary"""
from coedu_zones.resolve import Normalizer
from coedu_zones.gazetteer import Gazetteer
_n=None
def resolve(t,**k):
    global _n
    if _n is None: _n=Normalizer()
    return _n.resolve(t,**k)
def get_division(c): return Gazetteer.current().division(c)
