"""Sentences for people: a template and its values, until the reader's language is known; also as JSON."""

from collections.abc import Mapping
from typing import Any

from .bilingual import Pair


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


def message_data(message: Message) -> list[Any]:
    """A message as `[text, values]`."""
    return [message.text, {name: _data(value) for name, value in message.values.items()}]


def message_of(data: list[Any]) -> Message:
    """The message in what `message_data` gave."""
    text, values = data
    return Message(text, **{name: _value(value) for name, value in values.items()})


def _data(value: object) -> Any:
    if isinstance(value, Message):
        return {"message": message_data(value)}
    if isinstance(value, Pair):
        return value._asdict()
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def _value(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return message_of(value["message"]) if "message" in value else Pair(**value)
