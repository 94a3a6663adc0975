"""Pages of the documentation on a terminal: as much of Markdown as they are written in."""

import re
from collections.abc import Iterator

from rich.text import Text

from .terminal import Screen, words

_HAN_OR_WIDE = re.compile("[\u2e80-\u9fff\uff00-\uffef]")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_MARKS = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*")
_ENDS = re.compile(r"[。！？]|[.!?](?=\s|$)")


def put_page(screen: Screen, markdown: str) -> None:
    """Write a page: headings, paragraphs, lists, quoted messages and examples."""
    for kind, text in _blocks(markdown):
        if kind == "example":
            for line in text.splitlines():
                screen.console.print(words("    ", (line, "screen")), soft_wrap=True)
        elif kind == "heading":
            screen.put(_plain(text), "heading")
        elif kind == "item":
            screen.put(_styled(text), label="  - ", indent=4)
        elif kind == "quote":
            screen.put(_plain(text), "warning", label="  > ", indent=4)
        else:
            screen.put(_styled(text))
        screen.put()


def summary(markdown: str) -> str:
    """The first sentence of a page, without its heading and its link to the other language."""
    for kind, text in _blocks(markdown):
        if kind == "paragraph":
            text = _plain(text)
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


def _blocks(markdown: str) -> Iterator[tuple[str, str]]:
    """The blocks of a page, each with what it is: heading, paragraph, item, quote or example."""
    fence = re.compile(r"^```[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    place = 0
    for found in fence.finditer(markdown):
        yield from _prose(markdown[place : found.start()])
        yield "example", found[1]
        place = found.end()
    yield from _prose(markdown[place:])


def _prose(markdown: str) -> Iterator[tuple[str, str]]:
    for block in re.split(r"\n\s*\n", markdown.strip()):
        if not block or _LINK.fullmatch(block):  # the link to the other language
            continue
        if block.startswith("#"):
            yield "heading", block.lstrip("# ")
        elif block.startswith("- "):
            for item in re.split(r"^- ", block, flags=re.MULTILINE)[1:]:
                yield "item", _joined(item)
        elif block.startswith("> "):
            yield "quote", _joined(re.sub(r"^> ?", "", block, flags=re.MULTILINE))
        else:
            yield "paragraph", _joined(block)


def _joined(block: str) -> str:
    """The lines of a paragraph as one, without a space where Chinese goes on."""
    lines = [line.strip() for line in block.strip().splitlines()]
    text = lines[0]
    for line in lines[1:]:
        wide = _HAN_OR_WIDE.match(text[-1:]) and _HAN_OR_WIDE.match(line[:1])
        text += line if wide else f" {line}"
    return text


def _styled(text: str) -> Text:
    """A paragraph with what is code or bold in it made to stand out."""
    text = _LINK.sub(r"\1", text)
    styled, place = words(), 0
    for found in _MARKS.finditer(text):
        styled.append_text(words(text[place : found.start()], (found[1] or found[2], "key")))
        place = found.end()
    styled.append_text(words(text[place:]))
    return styled


def _plain(text: str) -> str:
    return _MARKS.sub(lambda found: found[1] or found[2], _LINK.sub(r"\1", text))
