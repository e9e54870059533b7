"""Whatever comes with the library is under a licence that lets everyone use it: ``python -m tools.check_licences``.

Goes through what the library requires, with all its extras for users, and what that requires in turn, as far as it is
installed, and reads the licence that each package states. A licence that is not in the list, or that is not stated, is
an error: a person reads it, and adds it here.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from email.message import Message
from importlib.metadata import PackageNotFoundError, metadata, requires
from typing import Any, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

NAME: Final = "coedu_zones"
USERS: Final = ("pandas", "polars", "duckdb", "spark", "files", "charts")
#: Licences that ask for no more than a notice; those of CairoSVG and its parts bind changes to themselves alone.
ALLOWED: Final = (
    "MIT", "MIT License", "MIT-0", "MIT-CMU", "HPND", "Apache-2.0", "Apache License 2.0", "Apache Software License",
    "Apache License, Version 2.0", "http://www.apache.org/licenses/LICENSE-2.0", "BSD", "BSD License", "BSD-2-Clause",
    "BSD-3-Clause", "BSD 3-Clause License", "0BSD", "Zlib", "CC0-1.0", "PSF-2.0", "Python Software Foundation License",
    "ISC", "Unlicense", "Dual License", "LGPL-3.0-or-later", "LGPLv3+", "MPL-2.0",
    "GNU Lesser General Public License v3 or later (LGPLv3+)",
)  # fmt: skip


def required(name: str, extras: tuple[str, ...] = USERS) -> Iterator[str]:
    """The packages that one requires with some extras, and those that they require, each once."""
    seen: set[str] = set()
    open_ = [(name, extra) for extra in ("", *extras)]
    asked = set(open_)
    while open_:
        package, extra = open_.pop()
        try:
            lines = requires(package) or []
        except PackageNotFoundError:
            continue
        if package not in seen and package != name:
            seen.add(package)
            yield package
        for requirement in map(Requirement, lines):
            if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
                for one in ("", *requirement.extras):
                    found = canonicalize_name(requirement.name), one
                    if found not in asked:
                        asked.add(found)
                        open_.append(found)


def stated(about: Message | Any) -> list[str]:
    """The licences that a package states: by an expression, by its classifiers, or in a line of its own words."""
    if about["License-Expression"]:
        return [part for part in re.split(r" (?:AND|OR|WITH) |[()]", about["License-Expression"]) if part.strip()]
    listed = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or () if line.startswith("License ::")]
    listed = [licence for licence in listed if licence != "OSI Approved"]
    return listed or [(about["License"] or "").strip().partition("\n")[0]]


def problems(name: str = NAME) -> list[str]:
    """What is not allowed, or not stated, as lines for a person."""
    return [
        f"{package} is under {licence or 'a licence that it does not state'}"
        for package in sorted(required(name))
        for licence in stated(metadata(package))
        if licence.strip() not in ALLOWED
    ]


if __name__ == "__main__":
    wrong = problems()
    print("\n".join(wrong) or f"the licences of {', '.join(sorted(required(NAME)))} are in order")
    sys.exit(bool(wrong))
