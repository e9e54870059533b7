"""The messages in Chinese, by the English ones that they stand for, with the same placeholders."""

from __future__ import annotations

from typing import Final

CHINESE: Final = {
    "row {row}: {error}": "第 {row} 行：{error}",
}
