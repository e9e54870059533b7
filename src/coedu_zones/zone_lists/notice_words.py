"""The words by which a page is known to hold a list: how titles end, what heads a column of numbers, what chooses places."""

from __future__ import annotations

from functools import cache

from coedu_zones.data.reader import read_table


@cache
def words_of(kind: str) -> frozenset[str]:
    """The words of a kind: ``title``, ``number head`` or ``choosing``, in which … stands for the places.

    >>> sorted(words_of("number head"))
    ['序', '序号', '编号', '行号']
    """
    return frozenset(word for word, known in read_table("table_words.tsv", 2) if known == kind)
