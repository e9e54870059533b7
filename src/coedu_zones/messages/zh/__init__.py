"""The messages in Chinese, by the English ones that they stand for, with the same placeholders."""

from __future__ import annotations

from typing import Final

from coedu_zones.messages.zh.answers import ANSWERS
from coedu_zones.messages.zh.command_line import COMMAND_LINE
from coedu_zones.messages.zh.refusals import REFUSALS
from coedu_zones.messages.zh.tables import TABLES
from coedu_zones.messages.zh.words import WORDS

#: Message in English → in Chinese.
CHINESE: Final = {**REFUSALS, **ANSWERS, **TABLES, **COMMAND_LINE}

__all__ = ["CHINESE", "WORDS"]
