"""Text files: which encoding one has, detected from its bytes and checked to the last of them."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, NamedTuple

from coedu_zones.files.errors import table_error

_BLOCK: Final = 1 << 20
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"), (b"\x84\x31\x95\x33", "gb18030"),
)  # fmt: skip
_SAME: Final = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "utf-8-sig": "utf-8", "ascii": "utf-8"}
# for names of hosts and for source code, not for files
_NO_TEXT: Final = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"})
#: Encodings that hold every Chinese character, so that an answer can be written in them.
COMPLETE: Final = frozenset({"utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "gb18030"})
_WORKBOOK: Final = b"PK\x03\x04"
# Big5 read as GB18030 is full of private-use characters; Chinese text holds next to none
_PRIVATE_SHARE: Final = 0.01


class Encoding(NamedTuple):
    """The encoding of a file, whether a byte order mark stands first, and what is done with bad bytes."""

    name: str
    bom: bool
    errors: str = "strict"

    def open(self, path: Path) -> IO[str]:
        """The file for reading, after the byte order mark, line ends as they are."""
        file = path.open(encoding=self.name, errors=self.errors, newline="")
        if self.bom:
            file.read(1)
        return file

    def create(self, path: Path) -> IO[str]:
        """A new file for writing, its byte order mark written."""
        file = path.open("w", encoding=self.name, errors=self.errors, newline="")
        if self.bom:
            file.write("\ufeff")
        return file


class TextSink:
    """What every sink to a text file has in common."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def close(self) -> None:
        """Finish the file."""
        self._file.close()

    def abandon(self) -> None:
        """Let go of the file without finishing it."""
        self._file.close()


def named(encoding: str) -> str:
    """The usual name of an encoding; GBK and GB2312 are read as GB18030, which holds both.

    Raises:
        TableError: there is no such encoding.

    """
    try:
        name = codecs.lookup(encoding).name
        readable = name not in _NO_TEXT and bool("a".encode(name)) and codecs.getincrementaldecoder(name) is not None
    except (LookupError, ValueError):  # what turns bytes into bytes, such as base64, is no encoding of text either
        readable = False
    if not readable:
        raise table_error(
            "{encoding!r} is no encoding of text that Python knows; usual ones are utf-8, gb18030, big5 and utf-16",
            encoding=encoding[:40],
        )
    return _SAME.get(name, name)


def wanted_output(encoding: str) -> Encoding:
    """An encoding for writing: ``utf-8-sig`` and ``utf-16`` with a byte order mark."""
    plain = codecs.lookup(encoding).name if named(encoding) else ""
    if plain == "utf-16":
        return Encoding("utf-16-le", bom=True)
    return Encoding(named(encoding), bom=plain == "utf-8-sig")


def detect(path: Path, given: str | None = None) -> Encoding:
    """The encoding of a file: as ``given``, by its byte order mark, UTF-16, UTF-8 or GB18030.

    Without ``given`` every byte is checked, so that reading cannot fail later. With
    it, bytes that do not fit are kept as they are (``surrogateescape``).

    Raises:
        TableError: the file is in none of them.

    """
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(_WORKBOOK):
        raise table_error(
            "{path} is no text but a workbook or an archive; call a workbook .xlsx, or unpack it", path=path
        )
    bom = next((name for mark, name in _BOMS if head.startswith(mark)), None)
    if given is not None:
        return _as_given(path, named(given), bom)
    announced = bom or _utf16(head)
    if announced is not None:
        _require(path, announced)
        return Encoding(announced, bom=bom is not None)
    bad = _first_bad_line(path, "utf-8")
    if bad is None:
        return Encoding("utf-8", bom=False)
    if _first_bad_line(path, "gb18030") is None and _looks_chinese(path):
        return Encoding("gb18030", bom=False)
    raise table_error(
        "{path}: line {first_bad_line} holds bytes that are not UTF-8, and the file is not "
        "GB18030 either. Say its encoding (encoding='big5', encoding='gb18030', ...); bytes that "
        "do not fit are then kept as they are",
        path=path,
        first_bad_line=bad,
    )


def _as_given(path: Path, name: str, bom: str | None) -> Encoding:
    if name in {"utf-16", "utf-32"}:
        name = bom if bom and bom.startswith(name) else f"{name}-le"
    marked = bom == name
    if _first_bad_line(path, name) is None:
        return Encoding(name, bom=marked)
    # two- and four-byte units cannot carry a stray byte through
    keeps = not name.startswith(("utf-16", "utf-32"))
    return Encoding(name, bom=marked, errors="surrogateescape" if keeps else "replace")


def _require(path: Path, encoding: str) -> None:
    line = _first_bad_line(path, encoding)
    if line is not None:
        raise table_error(
            "{path}: line {line} holds bytes that are not {encoding}, which its first bytes "
            "announce. Say encoding={encoding!r} to keep them as they are",
            path=path,
            line=line,
            encoding=encoding,
        )


def _utf16(head: bytes) -> str | None:
    """UTF-16 without a byte order mark: line ends, digits and commas have a zero byte, all on one side."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) <= len(head) * 0.025 or (even + odd < len(head) / 4 and _decodes(head, "utf-8")):
        return None
    # the other side has a few: 一 is U+4E00
    if odd > even * 4:
        return "utf-16-le"
    return "utf-16-be" if even > odd * 4 else None


def _decodes(head: bytes, encoding: str) -> bool:
    """Whether the first bytes of a file are of an encoding; the last character may be cut off."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _first_bad_line(path: Path, encoding: str) -> int | None:
    """The number of the first line that does not decode, ``None`` when all do."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 1
    for block in _blocks(path):
        try:
            decoder.decode(block)
        except UnicodeDecodeError as error:
            # the object of the error may begin with bytes of the block before, which hold no line end
            return lines + error.object[: error.start].count(b"\n")
        except UnicodeError:  # some codecs say no more than that
            return lines
        lines += block.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeError:
        return lines
    return None


def _looks_chinese(path: Path) -> bool:
    """Whether the first megabyte, read as GB18030, is text and not another encoding's bytes."""
    with path.open("rb") as file:
        text = codecs.getincrementaldecoder("gb18030")().decode(file.read(_BLOCK))
    foreign = [c for c in text if c > "\x7f"]
    private = sum(1 for c in foreign if "\ue000" <= c <= "\uf8ff")
    return private <= len(foreign) * _PRIVATE_SHARE
