"""coedu_zones: which place a Chinese place name means, and which zones cover it.

>>> import coedu_zones as cz
>>> cz.normalize("渝水区")
'江西省/新余市/渝水区'
"""

from importlib import import_module as _import_module

from coedu_zones.data.locks import shared_lock as _shared_lock

__version__ = "0.1.0"


def _public_names() -> dict[str, str]:
    """Public name → the module that holds it, by the lines ``from module import name as name`` of the stub."""
    lines = __loader__.get_data(f"{__file__}i").decode().splitlines()
    return {words[-1]: words[1] for words in map(str.split, lines) if words[:1] == ["from"]}


# A module is imported when one of its names is first asked for, so that ``import coedu_zones`` costs nothing that is
# not used, pydantic's models among it. No module bears the name of a public function: importing it would take the
# function's place.
_HOMES = _public_names()
_RENAMED = {"Heir": "Successor"}  # old public name → the new one, for one version


def __getattr__(name: str) -> object:
    if name in _RENAMED:
        raise AttributeError(f"coedu_zones.{name} is now called coedu_zones.{_RENAMED[name]}")
    if name not in _HOMES:
        raise AttributeError(f"module 'coedu_zones' has no attribute {name!r}")
    with _shared_lock:
        found = getattr(_import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)


__all__ = sorted((*_HOMES, "__version__"))  # noqa: PLE0605 - the stub is the list
