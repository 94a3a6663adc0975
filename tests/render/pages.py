"""Reading a report the way a strict parser and a screen reader do."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "link", "img", "hr", "input"}


@dataclass
class Tag:
    """A start tag as it stands in the page."""

    name: str
    attributes: dict[str, str | None]


@dataclass
class Page(HTMLParser):
    """A page taken apart: its tags and texts in order, and what is wrong with its nesting."""

    source: str
    tags: list[Tag] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[str] = []
        self.feed(self.source)
        self.close()
        self.faults += [f"<{name}> is never closed" for name in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(Tag(tag, dict(attrs)))
        if len(dict(attrs)) < len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        if tag == "p" and "p" in self._open:
            self.faults.append("<p> within <p>")
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(Tag(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing, at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in ("style", "script") and data.strip():
            self.texts.append(" ".join(data.split()))

    def values(self, attribute: str) -> list[str]:
        """All values of an attribute."""
        return [value for tag in self.tags if (value := tag.attributes.get(attribute)) is not None]

    def named(self, *names: str) -> list[Tag]:
        """All tags of these names."""
        return [tag for tag in self.tags if tag.name in names]
