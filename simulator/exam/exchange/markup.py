"""Texts with HTML in them, as other programs keep them, brought to plain text; and back for both languages.

What only decorates is taken off and named; what is struck through or hidden is left out and named with its
words; what a question may be lost without, such as a picture, is named apart. Two languages in one text are
what Moodle's filters take as such: spans of the class “multilang” side by side, or `{mlang en}…{mlang}`.
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
_STRUCK = frozenset({"s", "strike", "del"})
_STYLED = frozenset({
    "b", "strong", "i", "em", "u", "ins", "sub", "sup", "code", "pre", "a", "abbr",
    "ul", "ol", "li", "table", "tr", "td", "th", "caption", "blockquote", "hr", "h1", "h2", "h3", "h4",
    "h5", "h6", "dl", "dt", "dd", "q", "cite", "mark", "tt", "kbd", "samp", "var", "math", "label",
    "input", "select", "button", "form",
})  # fmt: skip
_KNOWN = _SILENT | _MEDIA | _DROPPED | _STRUCK | _STYLED | _BLOCKS | {"lang"}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,15})((?:\s[^<>]*)?)/?>")
_LANG = re.compile(r"""\blang\s*=\s*["']?([a-zA-Z0-9_-]{1,20})""")
_MULTILANG = re.compile(r"""\bclass\s*=\s*(?:"[^"]*\bmultilang\b|'[^']*\bmultilang\b|multilang\b)""")
_UNSEEN = re.compile(
    r"line-through|display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)
_STYLE = re.compile(r"""\bstyle\s*=\s*("[^"]*"|'[^']*')|\b(hidden)\b(?!\s*=\s*["']?until)""", re.IGNORECASE)
_VOID = frozenset({"br", "img", "hr", "wbr", "input", "source", "track", "embed"})
_SPAN = re.compile(r"<(/?)(span|lang)\b([^<>]*)>", re.IGNORECASE)
_MLANG = re.compile(r"\{\s*mlang(?:\s+([a-z0-9_,\s-]{1,80}?))?\s*\}", re.IGNORECASE)
_OTHER = "other"
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
    struck: list[str] = field(default_factory=list)
    """Words that were struck through or hidden, which are left out."""

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
        self.translations: dict[int, str] = {}
        """The language of each span that is a translation, by where it begins."""
        self.kinds: dict[str, str] = {}
        """Of each of our languages the kind that was met first, such as zh-cn."""
        self.spans: list[str | None] = []
        """The language of each open span, None where it has none."""
        self.mlang: tuple[str, ...] | None = None
        self.spoken: set[str] = set()
        """The languages that `{mlang}` names anywhere in the text; “other” is for the rest."""
        self.dropping = ""
        self.unseen: list[tuple[str, int]] = []
        """The elements that hide what is in them, each with how many of its name are open within."""
        self.hidden: list[str] = []

    def of(self, text: str) -> Flat:
        self.translations = _translations(text)
        self.spoken = {
            name.partition("-")[0] for found in _MLANG.finditer(text) for name in _codes(found[1] or "")
        }
        at = 0
        while at < len(text):
            start = text.find("<", at)
            if start < 0:
                break
            self.put(text[at:start])
            at = self.markup(text, start)
        self.put(text[at:])
        self.unseen.clear()
        self.reveal()
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
        self.tag(found[2].lower(), bool(found[1]), found[3], start)
        return found.end()

    def tag(self, name: str, closing: bool, attributes: str, start: int) -> None:
        self.see(name, closing, attributes)
        if name in _DROPPED:
            self.dropping = "" if closing else name
            self.note(self.flat.styles, name)
        elif name in ("span", "lang"):
            self.span(closing, start)
        elif name in _MEDIA:
            self.note(self.flat.media, name)
        elif name in _STYLED:
            self.note(self.flat.styles, name)
        if name == "br" or name in _BLOCKS:
            self.raw("\n")
        elif name in ("td", "th", "hr"):
            self.raw(" ")

    def see(self, name: str, closing: bool, attributes: str) -> None:
        """Notice where something begins or ends that readers do not see, or see struck through."""
        if self.unseen and name == self.unseen[-1][0]:
            name, count = self.unseen.pop()
            if (count := count + (-1 if closing else 1)) > 0:
                self.unseen.append((name, count))
            self.reveal()
        elif not closing and name not in _VOID and (name in _STRUCK or _is_unseen(attributes)):
            self.unseen.append((name, 1))

    def reveal(self) -> None:
        """Name what was left out, once all that hid it is closed."""
        if not self.unseen and (words := _tidy("".join(self.hidden))):
            self.note(self.flat.struck, words)
        if not self.unseen:
            self.hidden.clear()

    def span(self, closing: bool, start: int) -> None:
        if closing:
            if self.spans:
                self.spans.pop()
            return
        language = self.translations.get(start)
        self.spans.append(self.own(language) if language is not None else None)

    def own(self, code: str) -> str:
        """Which of our languages a code stands for; another kind of the same one counts as foreign."""
        name = code.partition("-")[0]
        if name in self.parts and self.kinds.setdefault(name, code) == code:
            self.flat.paired = True
            return name
        if code != _OTHER:
            self.note(self.flat.styles, f"lang={code}")
        return code

    @property
    def languages(self) -> tuple[str, ...] | None:
        """For whom the text here is; None for everybody."""
        inner = next((name for name in reversed(self.spans) if name is not None), None)
        return (inner,) if inner is not None else self.mlang

    def put(self, text: str) -> None:
        if not text or self.dropping:
            return
        at = 0
        for found in _MLANG.finditer(text):
            self.plain(text[at : found.start()])
            self.mlang = tuple(map(self.own, _codes(found[1]))) if found[1] else None
            at = found.end()
        self.plain(text[at:])

    def plain(self, text: str) -> None:
        if self.kind == HTML:
            text = text.replace("\n", " ")
        self.raw(unescape(text).replace("\xa0", " "))

    def raw(self, text: str) -> None:
        if self.unseen:
            self.hidden.append(text)
            return
        for name, parts in self.parts.items():
            languages = self.languages
            if languages is None or name in languages or (_OTHER in languages and name not in self.spoken):
                parts.append(text)

    @staticmethod
    def note(found: list[str], name: str) -> None:
        if name not in found:
            found.append(name)


def _codes(text: str) -> list[str]:
    """The languages that a filter's mark names, such as zh-cn."""
    return [code for part in text.lower().replace("_", "-").split(",") if (code := part.strip())]


def _is_unseen(attributes: str) -> bool:
    found = _STYLE.search(attributes)
    return found is not None and (found[2] is not None or _UNSEEN.search(found[1]) is not None)


def _translations(text: str) -> dict[int, str]:
    """The spans that Moodle's filter takes as translations: marked, side by side, in several languages."""
    found: dict[int, str] = {}
    group: dict[int, str] = {}
    open_: list[tuple[int, str | None]] = []
    end = -1
    for tag in _SPAN.finditer(text):
        if tag[1]:
            if open_:
                start, language = open_.pop()
                if language is not None and not any(code for _, code in open_):
                    if group and text[end:start].strip():
                        group = {}
                    group[start] = language
                    end = tag.end()
                    if len(set(group.values())) > 1:
                        found |= group
            continue
        named = _LANG.search(tag[3])
        marked = named is not None and (tag[2].lower() == "lang" or _MULTILANG.search(tag[3]) is not None)
        codes = _codes(named[1]) if marked and named is not None else []
        open_.append((tag.start(), codes[0] if codes else None))
    return found


def _tidy(text: str) -> str:
    return _LINES.sub("\n", _SPACES.sub(" ", text)).strip()
