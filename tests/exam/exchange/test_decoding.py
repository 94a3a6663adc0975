"""The encodings in which other programs save."""

import pytest

from simulator.exam.exchange.decoding import ENCODINGS, MAX_BYTES, decoded
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


GERMAN = "Question;A;B;Key\nDarf der Kunde zurückgeben?;Ja, natürlich;Nein, unmöglich;A"
UNSURE = [
    ("latin-1", GERMAN), ("latin-1", "Was ist größer?"), ("cp1252", "“Smart quotes” — he said"), ("cp1252", "café, naïve"),
    ("big5", "先說什麼？聽完,解釋"), ("shift_jis", "まず何を言いますか？"), ("euc-kr", "고객에게 먼저 무엇을 말합니까? 듣기"),
    ("cp1251", "Сколько дней? да"), ("gb18030", "先听"),
]  # fmt: skip


@pytest.mark.parametrize(("encoding", "text"), UNSURE)
def test_doubt_is_said(encoding: str, text: str) -> None:
    """A Western file would be read as Chinese characters that nobody wrote."""
    found = decoded(text.encode(encoding))
    assert isinstance(found, Message)
    assert str(found).startswith("The encoding of this file is open: ")


def test_how_it_reads_is_shown() -> None:
    """Somebody who has never heard of encodings could not choose one."""
    said = str(decoded(GERMAN.encode("latin-1")))
    assert "windows-1252 “er Kunde zurückgeben?" in said
    assert "gb18030 “er Kunde zur點kgeben?" in said


@pytest.mark.parametrize(
    ("encoding", "codec", "text"),
    [
        ("windows-1252", "cp1252", GERMAN),
        ("big5", "big5", "先說什麼？"),
        ("gb18030", "gb18030", "先听"),
        ("utf-8", "utf-8", "先听"),
    ],
)
def test_encoding_that_was_chosen(encoding: str, codec: str, text: str) -> None:
    """The choice of the author would be overruled."""
    assert encoding in ENCODINGS
    assert decoded(text.encode(codec), encoding) == text


def test_encoding_that_was_chosen_wrongly() -> None:
    """A wrong choice would be read as something, without a word."""
    assert str(decoded("zurück".encode("latin-1"), "utf-8")) == "This is no text in the encoding UTF-8."


@pytest.mark.parametrize(("name", "codec"), [("ISO-8859-1", "latin-1"), ("GBK", "gbk"), ("utf-8", "utf-8")])
def test_xml_declares_its_encoding(name: str, codec: str) -> None:
    """A file that says its encoding would be asked for it."""
    text = f'<?xml version="1.0" encoding="{name}"?><quiz>{"客户" if codec != "latin-1" else "zurück"}</quiz>'
    assert decoded(text.encode(codec)) == text
