"""The text of a file of another program, in whichever encoding; the author is asked where that is open."""

import re
from collections.abc import Mapping

from simulator.text.message import Message

from .draft import shortened

MAX_BYTES = 8 * 1024 * 1024
ENCODINGS: Mapping[str, Message] = {
    "utf-8": Message("UTF-8"),
    "utf-16": Message("UTF-16"),
    "gb18030": Message("Chinese (GB18030, GBK)"),
    "big5": Message("Traditional Chinese (Big5)"),
    "windows-1252": Message("Western (Windows-1252, ISO 8859-1)"),
}
"""What can be chosen where a file does not tell its encoding, by the name that stands behind `--encoding`."""

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LOOKED_AT = 32 * 1024
"""Bytes by which the detector tells an encoding."""
_CANDIDATES = [
    "gb18030", "big5", "cp932", "euc_jp", "cp949", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254",
    "mac_roman",
]  # fmt: skip
_OURS = re.compile("答案|题干|题目|选项|问题|客户|解析|单选|判断")
"""Words of question files. In no Western encoding do the bytes of two such characters make sense."""
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,30})["']""")
_SAME = {"gbk": "gb18030", "gb2312": "gb18030", "iso-8859-1": "windows-1252", "latin1": "windows-1252",
         "us-ascii": "utf-8", "ascii": "utf-8", "utf8": "utf-8", "cp1252": "windows-1252"}  # fmt: skip


def decoded(data: bytes, encoding: str | None = None) -> str | Message:
    """The text with `\\n` at the ends of lines, or why there is none; `encoding` is one of `ENCODINGS`.

    Without one, a mark, the XML declaration and UTF-8 decide. Chinese is taken for granted only if the file
    has the words of a question file or the detector finds no other language as likely.
    """
    if len(data) > MAX_BYTES:
        return Message("A file may have {limit} MB at most.", limit=MAX_BYTES // 2**20)
    for found in _encodings(data, encoding):
        text = _text(data, found)
        if text is not None:
            return text
    if encoding is not None:
        return Message("This is no text in the encoding {encoding}.", encoding=ENCODINGS[encoding])
    chinese, western = _text(data, "gb18030"), _text(data, "windows-1252")
    if chinese is not None and _is_chinese(data, chinese):
        return chinese
    if western is None and chinese is None:
        return Message("This is no text in an encoding that is read here; save it as UTF-8.")
    read = {
        name: _sample(text)
        for name, text in (("gb18030", chinese), ("windows-1252", western), ("big5", _text(data, "big5")))
        if text is not None
    }
    return Message(
        "The encoding of this file is open: {readings}. Choose the one that reads well, or save the file as"
        " UTF-8.",
        readings="; ".join(f"{name} “{sample}”" for name, sample in read.items()),
    )


def _encodings(data: bytes, chosen: str | None) -> tuple[str, ...]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return (encoding,)
    start = data[:1000]
    if b"\0" in start:
        # the upper half of a Latin letter is zero, and stands behind the lower one in little endian
        little = start[1::2].count(0) > start[::2].count(0)
        return ("utf-16-le", "utf-16-be") if little else ("utf-16-be", "utf-16-le")
    if chosen is not None:
        return (chosen,)
    if declared := _DECLARED.match(data):
        name = declared[1].decode().lower()
        name = _SAME.get(name, name)
        return ("utf-8", name) if name in ENCODINGS and name != "utf-16" else ("utf-8",)
    return ("utf-8",)


def _text(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text.replace("\r\n", "\n").replace("\r", "\n")


def _is_chinese(data: bytes, text: str) -> bool:
    """Whether bytes that can be read as Chinese are meant so."""
    if len(_OURS.findall(text)) > 1:
        return True
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return False  # nobody to ask: the author is asked instead
    end = data.rfind(b"\n", 0, _LOOKED_AT) + 1 if len(data) > _LOOKED_AT else len(data)
    best = from_bytes(data[: end or len(data)], cp_isolation=_CANDIDATES).best()
    return best is not None and best.encoding in ("gb18030", "gbk", "gb2312") and best.chaos < 0.1


def _sample(text: str) -> str:
    """The words around the first character that is read in several ways."""
    found = _NOT_ASCII.search(text)
    at = found.start() if found else 0
    return shortened(text[max(0, at - 12) : at + 20].split("\n\n")[0].replace("\n", " "), 30)
