"""The encodings in which other programs save."""

import pytest

from simulator.exam.exchange.decoding import MAX_BYTES, decoded
from simulator.text.message import Message

TEXT = "题目,Question\n先说什么？,What comes first?\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_encodings(encoding: str) -> None:
    """A Chinese file would be garbled or refused."""
    assert decoded(TEXT.replace("\n", "\r\n").encode(encoding)) == TEXT


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xfe\x00", b"\xef\xbb\xbf\xff", b"\0" * 9]
)
def test_what_is_no_text(data: bytes) -> None:
    """A picture would be read as questions."""
    assert isinstance(decoded(data), Message)


def test_size_has_a_limit() -> None:
    """A huge file would take the memory."""
    assert isinstance(decoded(b"a" * (MAX_BYTES + 1)), Message)
