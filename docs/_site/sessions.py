"""Sessions that a page shows with their answers (``>>>``): they run once per build, and a wrong answer ends it.

Other blocks are run by markdown-exec, which writes the answer itself; Spark prints
too much of its own for that.
"""

from __future__ import annotations

import doctest
import importlib.util
import logging
import re
import shutil
import warnings
from typing import Final

from mkdocs.exceptions import PluginError

_SESSION: Final = re.compile(r"^```pycon\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_log = logging.getLogger("mkdocs.hooks")
_done: set[str] = set()


def run_sessions(markdown: str, name: str) -> None:
    """Run the sessions of a page, one after the other in the same names."""
    code = "\n".join(_SESSION.findall(markdown))
    if not code or code in _done:  # both languages show the same
        return
    if "pyspark" in code and (importlib.util.find_spec("pyspark") is None or shutil.which("java") is None):
        _log.info("%s is not run: it needs Spark and Java", name)
        return
    _done.add(code)
    said: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Spark's own
        test = doctest.DocTestParser().get_doctest(code, {}, name, name, 0)
        doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, out=said.append)
    if said:
        raise PluginError(f"{name} does not say what it shows:\n{''.join(said)}")
