"""Where a text's lines break: between words, and between Chinese characters as their typography allows."""

import unicodedata
from collections.abc import Iterator

Span = tuple[int, int]
"""A line as the offsets of its first character and of the one after its last."""

_NOT_FIRST = frozenset("，。、；：？！）】》〉」』”’…—～·％%),.;:?!]}")
_NOT_LAST = frozenset("（【《〈「『“‘([{￥¥$")


def width_of(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(map(_columns, text))


def padded(text: str, width: int) -> str:
    """A text with spaces behind it until it takes `width` columns."""
    return text + " " * (width - width_of(text))


def wrapped(text: str, width: int) -> list[str]:
    """A text as lines of at most `width` columns."""
    return [text[start:end] for start, end in line_spans(text, width)]


def line_spans(text: str, width: int) -> list[Span]:
    """The lines of a text, each of at most `width` columns; what is longer than a line is cut."""
    lines: list[Span] = []
    offset = 0
    for paragraph in text.split("\n"):
        lines += ((offset + start, offset + end) for start, end in _filled(paragraph, max(width, 2)))
        offset += len(paragraph) + 1
    return lines


def _filled(text: str, width: int) -> Iterator[Span]:
    start, end, used = 0, 0, 0
    for chunk_start, chunk_end in _chunks(text):
        # the spaces behind a word may hang over the edge, where they are cut off
        columns = width_of(text[chunk_start:chunk_end].rstrip(" "))
        if used + columns > width and used:
            yield start, _without_spaces(text, start, end)
            start, used = chunk_start, 0
        while columns > width:
            cut = _cut(text, start, width)
            yield start, cut
            start, columns = cut, width_of(text[cut:chunk_end].rstrip(" "))
            chunk_start = cut
        used += width_of(text[chunk_start:chunk_end])
        end = chunk_end
    yield start, _without_spaces(text, start, len(text))


def _chunks(text: str) -> Iterator[Span]:
    """The pieces that a line never breaks."""
    start = 0
    for place in range(1, len(text)):
        if _may_break(text[place - 1], text[place]):
            yield start, place
            start = place
    if text:
        yield start, len(text)


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return before == " " or _columns(before) == 2 or _columns(after) == 2


def _cut(text: str, start: int, width: int) -> int:
    used = 0
    for place in range(start, len(text)):
        used += _columns(text[place])
        if used > width:
            return max(place, start + 1)
    return len(text)


def _without_spaces(text: str, start: int, end: int) -> int:
    return max(start, start + len(text[start:end].rstrip(" ")))


def _columns(character: str) -> int:
    if unicodedata.combining(character) or character in "\u200b\u200c\u200d\ufe0e\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
