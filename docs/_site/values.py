"""A block of code that ends in a value shows it on the page, as a notebook would: tables, pictures, else its text."""

from __future__ import annotations

import ast
import re
from html import escape
from typing import Final

from mkdocs.exceptions import PluginError

_BLOCK: Final = re.compile(r'^```python exec="on"(?P<options>[^\n]*)\n(?P<code>.*?)^```$', re.DOTALL | re.MULTILINE)
_HIDDEN: Final = "# markdown-exec: hide"


def show_values(markdown: str) -> str:
    """Let every block that ends in a value, and not in a call of ``print``, show the value."""
    return _BLOCK.sub(lambda found: _shown(found["options"], found["code"]), markdown)


def _shown(options: str, code: str) -> str:
    tree = ast.parse(code)
    last = tree.body[-1]
    if not isinstance(last, ast.Expr) or _prints(last.value):
        return f'```python exec="on"{options}\n{code}```'
    if any(_prints(node) for node in ast.walk(tree)):
        raise PluginError(f"a block prints and ends in a value; make two of it:\n{code}")
    show = f'print(__import__("values").as_html({ast.unparse(last.value)}))  {_HIDDEN}'
    options = options.replace(' result="text"', ' html="on"')
    return f'```python exec="on"{options}\n{code.rstrip()}\n{show}\n```'


def _prints(value: ast.AST) -> bool:
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "print"


def as_html(value: object) -> str:
    """What a notebook shows of a value."""
    for name in ("_repr_html_", "_repr_svg_"):
        rich = getattr(value, name, None)
        if rich is not None:
            return f'<div class="output">{rich()}</div>'
    return f'<div class="highlight language-text"><pre><code>{escape(repr(value))}</code></pre></div>'
