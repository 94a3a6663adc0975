"""Pages of the documentation taken apart: as much of Markdown as they are written in."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_HAN_OR_WIDE = re.compile("[\u2e80-\u9fff\uff00-\uffef]")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_MARKS = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*")
_ENDS = re.compile(r"[。！？]|[.!?](?=\s|$)")
_FENCE = re.compile(r"^```[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A part of a page; `kind` is heading, paragraph, item, quote or example."""

    kind: str
    text: str


class Span(NamedTuple):
    """A piece of a paragraph, and whether it stands out as code."""

    text: str
    stands_out: bool


def blocks(markdown: str) -> Iterator[Block]:
    """The blocks of a page, without the link to the other language."""
    place = 0
    for found in _FENCE.finditer(markdown):
        yield from _prose(markdown[place : found.start()])
        yield Block("example", found[1])
        place = found.end()
    yield from _prose(markdown[place:])


def spans(text: str) -> list[Span]:
    """A paragraph in pieces: what is code or bold in it stands out; a link is its words."""
    text = _LINK.sub(r"\1", text)
    pieces, place = [], 0
    for found in _MARKS.finditer(text):
        pieces += [Span(text[place : found.start()], False), Span(found[1] or found[2], True)]
        place = found.end()
    return [piece for piece in (*pieces, Span(text[place:], False)) if piece.text]


def plain(text: str) -> str:
    """A paragraph without its marks."""
    return "".join(piece.text for piece in spans(text))


def summary(markdown: str) -> str:
    """The first sentence of a page, without its heading and its link to the other language."""
    for kind, text in blocks(markdown):
        if kind == "paragraph":
            text = plain(text)
            found = _ENDS.search(text)
            return (text[: found.start()] if found else text).rstrip(":：")
    return ""


def section(markdown: str, title: str) -> str:
    """The section of a page under a heading of the third level, with the heading."""
    _, *parts = re.split(r"^(?=#{1,3} )", markdown, flags=re.MULTILINE)
    for part in parts:
        if part.split("\n", 1)[0] == f"### {title}":
            return part
    return ""


def _prose(markdown: str) -> Iterator[Block]:
    for block in re.split(r"\n\s*\n", markdown.strip()):
        if not block or _LINK.fullmatch(block):  # the link to the other language
            continue
        if block.startswith("#"):
            yield Block("heading", block.lstrip("# "))
        elif block.startswith("- "):
            for item in re.split(r"^- ", block, flags=re.MULTILINE)[1:]:
                yield Block("item", _joined(item))
        elif block.startswith("> "):
            yield Block("quote", _joined(re.sub(r"^> ?", "", block, flags=re.MULTILINE)))
        else:
            yield Block("paragraph", _joined(block))


def _joined(block: str) -> str:
    """The lines of a paragraph as one, without a space where Chinese goes on."""
    lines = [line.strip() for line in block.strip().splitlines()]
    text = lines[0]
    for line in lines[1:]:
        wide = _HAN_OR_WIDE.match(text[-1:]) and _HAN_OR_WIDE.match(line[:1])
        text += line if wide else f" {line}"
    return text
