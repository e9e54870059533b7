"""The common base of pydantic models: immutable, built when first needed, safe beside forks and stops."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic_core import SchemaError

from coedu_zones.data.locks import shared_lock


class Frozen(BaseModel):
    """The common base: immutable, hashable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @classmethod
    def model_rebuild(cls, **options: Any) -> bool | None:
        """Build the validator, which is put off until it is needed; a fork waits for it as for the tables.

        The first validation of a process is made here too: what it sets up must not be copied half done into a child.
        """
        with shared_lock:
            try:
                built = super().model_rebuild(**options)
            except SchemaError as error:
                if KeyboardInterrupt.__name__ in str(error):  # it was stopped: pydantic takes that for a mistake
                    raise KeyboardInterrupt from error
                raise
            if cls is not _Nothing:
                _first_validation()
            return built

    def to_record(self) -> dict[str, Any]:
        """The object as one flat dictionary of plain values, for a table row."""
        return self.model_dump(mode="json")


class _Nothing(Frozen):
    """What is validated first."""


@cache
def _first_validation() -> None:
    _Nothing.model_validate({})
