"""Texts with HTML in them, as other programs keep them, brought to plain text; and back for both languages.

What only decorates is taken off and named; what a question may be lost without, such as a picture, is named
apart. Two languages in one text are those of Moodle's filter: `<span lang="en" class="multilang">`.
"""

import re
from dataclasses import dataclass, field
from html import escape, unescape

PLAIN, HTML, AUTO = "plain", "html", "auto"
"""Text as it stands; HTML; HTML in which the ends of lines count too."""

_BLOCKS = frozenset({
    "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre",
    "section", "article",
})  # fmt: skip
_SILENT = frozenset({
    "p", "div", "br", "span", "body", "html", "font", "center", "section", "article", "header", "footer",
    "wbr", "small", "big", "tbody", "thead", "o:p",
})  # fmt: skip
_MEDIA = frozenset({
    "img", "audio", "video", "iframe", "object", "embed", "canvas", "svg", "applet", "source", "track",
})  # fmt: skip
_DROPPED = frozenset({"script", "style", "head", "title", "template"})
_STYLED = frozenset({
    "b", "strong", "i", "em", "u", "s", "strike", "del", "ins", "sub", "sup", "code", "pre", "a", "abbr",
    "ul", "ol", "li", "table", "tr", "td", "th", "caption", "blockquote", "hr", "h1", "h2", "h3", "h4",
    "h5", "h6", "dl", "dt", "dd", "q", "cite", "mark", "tt", "kbd", "samp", "var", "math", "label",
    "input", "select", "button", "form",
})  # fmt: skip
_KNOWN = _SILENT | _MEDIA | _DROPPED | _STYLED | _BLOCKS | {"lang"}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,15})((?:\s[^<>]*)?)/?>")
_LANG = re.compile(r"""\blang\s*=\s*["']?([a-zA-Z]{2})""")
_MLANG = re.compile(r"\{mlang(?:\s+([a-z]{2}|other)[a-z_,\s]*)?\}")
_SPACES = re.compile(r"[ \t\f\v]+")
_LINES = re.compile(r"\s*\n\s*")


@dataclass
class Flat:
    """A text without its markup."""

    zh: str = ""
    en: str = ""
    paired: bool = False
    """Whether the text said itself what is Chinese and what is English; otherwise both are the same."""
    media: list[str] = field(default_factory=list)
    """Pictures, sounds and the like that were in it."""
    styles: list[str] = field(default_factory=list)
    """What else was taken off."""

    def words(self, language: str) -> dict[str, str]:
        """The text by language; `language` is that of a text that does not say so itself."""
        if not self.paired:
            return {language: self.zh} if self.zh else {}
        return {name: text for name, text in (("zh", self.zh), ("en", self.en)) if text}


def flattened(text: str, kind: str) -> Flat:
    """A text of one of the kinds above as plain text."""
    if kind == PLAIN:
        return Flat(text.strip(), text.strip())
    return _Flattening(kind).of(text)


def multilingual(zh: str, en: str) -> str:
    """HTML that shows each reader their own language, where Moodle's filter for that is on."""
    return "".join(
        f'<span lang="{language}" class="multilang">{marked_up(text)}</span>'
        for language, text in (("zh", zh), ("en", en))
    )


def marked_up(text: str) -> str:
    """A plain text as HTML."""
    return escape(text, quote=False).replace("\n", "<br>")


class _Flattening:
    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.flat = Flat()
        self.parts: dict[str, list[str]] = {"zh": [], "en": []}
        self.spans: list[str | None] = []
        """The language of each open span, None where it has none."""
        self.mlang: str | None = None
        self.dropping = ""

    def of(self, text: str) -> Flat:
        at = 0
        while at < len(text):
            start = text.find("<", at)
            if start < 0:
                break
            self.put(text[at:start])
            at = self.markup(text, start)
        self.put(text[at:])
        self.flat.zh, self.flat.en = (_tidy("".join(self.parts[name])) for name in ("zh", "en"))
        return self.flat

    def markup(self, text: str, start: int) -> int:
        """Take what begins with `<`, and return where the text goes on."""
        for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>")):
            if text.startswith(opening, start):
                end = text.find(closing, start)
                if end < 0:
                    break
                if opening != "<!--":
                    self.put(text[start + len(opening) : end])
                return end + len(closing)
        found = _TAG.match(text, start)
        if found is None or found[2].lower() not in _KNOWN:
            self.put("<")
            return start + 1
        self.tag(found[2].lower(), bool(found[1]), found[3])
        return found.end()

    def tag(self, name: str, closing: bool, attributes: str) -> None:
        if name in _DROPPED:
            self.dropping = "" if closing else name
            self.note(self.flat.styles, name)
        elif name in ("span", "lang"):
            self.span(closing, attributes)
        elif name in _MEDIA:
            self.note(self.flat.media, name)
        elif name in _STYLED:
            self.note(self.flat.styles, name)
        if name == "br" or name in _BLOCKS:
            self.raw("\n")
        elif name in ("td", "th", "hr"):
            self.raw(" ")

    def span(self, closing: bool, attributes: str) -> None:
        if closing:
            if self.spans:
                self.spans.pop()
            return
        language = _LANG.search(attributes)
        marked = language is not None and ("multilang" in attributes or not attributes.count("class"))
        self.spans.append(language[1].lower() if marked and language is not None else None)
        self.flat.paired |= self.spans[-1] in ("zh", "en")
        if self.spans[-1] not in (None, "zh", "en"):
            self.note(self.flat.styles, f"lang={self.spans[-1]}")

    @property
    def language(self) -> str | None:
        return next((name for name in reversed(self.spans) if name is not None), self.mlang)

    def put(self, text: str) -> None:
        if not text or self.dropping:
            return
        at = 0
        for found in _MLANG.finditer(text):
            self.plain(text[at : found.start()])
            self.mlang = found[1]
            self.flat.paired |= self.mlang in ("zh", "en")
            if self.mlang not in (None, "zh", "en", "other"):
                self.note(self.flat.styles, f"lang={self.mlang}")
            at = found.end()
        self.plain(text[at:])

    def plain(self, text: str) -> None:
        if self.kind == HTML:
            text = text.replace("\n", " ")
        self.raw(unescape(text).replace("\xa0", " "))

    def raw(self, text: str) -> None:
        for name, parts in self.parts.items():
            if self.language in (None, name, "other"):
                parts.append(text)

    @staticmethod
    def note(found: list[str], name: str) -> None:
        if name not in found:
            found.append(name)


def _tidy(text: str) -> str:
    return _LINES.sub("\n", _SPACES.sub(" ", text)).strip()
