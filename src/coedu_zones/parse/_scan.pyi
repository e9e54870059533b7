from collections.abc import Mapping, Sequence
from typing import Any, Self

class Scanner:
    def __new__(
        cls,
        *,
        source: object,
        chars: object,
        names: Mapping[str, int],
        cues: Mapping[str, int],
        kinds: int,
        behind: int,
        called_so: int,
        township: str,
        missing: tuple[Any, ...],
        tells: bool,
        towns: tuple[int, int],
        longest_learnt: int,
        most_unread: int,
        longest_name: int,
        most_windows: int,
        longest_called: int,
    ) -> Self: ...
    def know(self, heads: Sequence[str]) -> None: ...
    def rows(self, texts: list[Any], rows: list[Any], rests: list[str | None], unsettled: list[int]) -> list[int]: ...

def spread(rows: list[tuple[Any, ...]], columns: list[list[Any]], start: int) -> None: ...
