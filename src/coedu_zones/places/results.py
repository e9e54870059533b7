"""The common base of what the library makes itself, a great many times: no validation on the way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self, TypeVar

from pydantic import ConfigDict, TypeAdapter

from coedu_zones.data.locks import shared_lock
from coedu_zones.messages import localized

_Kind = TypeVar("_Kind")
_adapters: Final[dict[Any, TypeAdapter[Any]]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:
    """What validates and writes a kind of result, built when it is first needed; a fork waits for it."""
    if kind not in _adapters:
        with shared_lock:
            _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


class Result:
    """The common base of results: frozen dataclasses with slots, which validate only what is read back.

    They read and write as the pydantic models do, by the same method names.
    """

    __slots__ = ()
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    @classmethod
    def model_validate(cls, plain: object) -> Self:
        """The object again from what :meth:`model_dump` gave; ``pydantic.ValidationError`` where it does not fit."""
        made: Self = _adapter(cls).validate_python(plain)
        return made

    @classmethod
    def model_validate_json(cls, text: str | bytes) -> Self:
        """The object again from what :meth:`model_dump_json` gave."""
        made: Self = _adapter(cls).validate_json(text)
        return made

    @classmethod
    def model_json_schema(cls) -> dict[str, Any]:
        """The JSON Schema of the object."""
        return _adapter(cls).json_schema()

    def model_dump(self, **options: Any) -> dict[str, Any]:
        """The object as nested dictionaries; the options are those of ``pydantic.TypeAdapter.dump_python``."""
        plain: dict[str, Any] = _adapter(type(self)).dump_python(self, **options)
        return plain

    def model_dump_json(self, **options: Any) -> str:
        """The object as JSON; the options are those of ``pydantic.TypeAdapter.dump_json``."""
        return _adapter(type(self)).dump_json(self, **options).decode()

    def model_copy(self, *, update: Mapping[str, Any] | None = None) -> Self:
        """A copy in which some fields have other values."""
        changed: Self = replace(self, **(update or {}))  # type: ignore[type-var]
        return changed

    def to_record(self) -> dict[str, Any]:
        """The object as one dictionary of plain values, for a table row."""
        return self.model_dump(mode="json")


def localized_field(field: str) -> Callable[[type[_Kind]], type[_Kind]]:
    """Let a field of sentences give them in the language that is set when it is read."""

    def marked(kind: type[_Kind]) -> type[_Kind]:
        setattr(kind, field, _Localized(kind.__dict__[field]))
        return kind

    return marked


class _Localized:
    """Stands in the place of a field's slot, which it reads and writes."""

    def __init__(self, slot: Any) -> None:
        self._slot = slot

    def __get__(self, made: Any, kind: Any = None) -> Any:
        """The sentence, or each of several, in the language that is set."""
        if made is None:
            return self
        kept = self._slot.__get__(made)
        return tuple(map(localized, kept)) if isinstance(kept, tuple) else localized(kept)

    def __set__(self, made: Any, kept: Any) -> None:
        """Keep the sentences."""
        self._slot.__set__(made, kept)


class Traced(Result):
    """A result whose ``trace`` is worked out when it is first read: few callers read it, and it costs the most."""

    __slots__ = ("_steps",)

    def __post_init__(self) -> None:
        """Keep the way to the steps in place of the steps."""
        trace: Any = self.trace
        if callable(trace):
            object.__setattr__(self, "_steps", trace)
            object.__delattr__(self, "trace")

    if TYPE_CHECKING:
        trace: tuple[Any, ...]
    else:

        def __getattr__(self, name: str) -> Any:
            if name != "trace":
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)
            trace = self._steps()
            object.__setattr__(self, "trace", trace)
            return trace
