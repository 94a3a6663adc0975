"""The text of a file that another program wrote, in whichever encoding it did."""

from simulator.text.message import Message

MAX_BYTES = 8 * 1024 * 1024

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decoded(data: bytes) -> str | Message:
    """The text with `\\n` at the ends of lines, or why there is none.

    UTF-8 and UTF-16 with a mark, UTF-16 without one, and GB18030, in which Chinese spreadsheets save.
    """
    if len(data) > MAX_BYTES:
        return Message("A file may have {limit} MB at most.", limit=MAX_BYTES // 2**20)
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    return Message("This is no text in UTF-8, UTF-16 or GB18030; save it with one of these encodings.")


def _encodings(data: bytes) -> tuple[str, ...]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return (encoding,)
    start = data[:1000]
    if b"\0" in start:
        # the upper half of a Latin letter is zero, and stands behind the lower one in little endian
        little = start[1::2].count(0) > start[::2].count(0)
        return ("utf-16-le", "utf-16-be") if little else ("utf-16-be", "utf-16-le")
    return ("utf-8", "gb18030")
