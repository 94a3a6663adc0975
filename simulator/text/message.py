"""Sentences for people: a template and its values, until somebody knows the reader's language."""

from collections.abc import Mapping


class Message:
    """One sentence: an English template with `{named}` places, and what goes into them.

    `str()` gives the English sentence. A translator looks the template up in a catalogue first (see
    `text.language`). The values are only ever put in, never formatted again: they may be an author's.
    """

    __slots__ = ("text", "values")

    def __init__(self, text: str, /, **values: object) -> None:
        self.text = text
        self.values: Mapping[str, object] = values

    def __str__(self) -> str:
        return self.text.format(**self.values) if self.values else self.text

    def __repr__(self) -> str:
        return f"Message({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.text, self.values) == (other.text, other.values)

    def __hash__(self) -> int:
        return hash(self.text)
