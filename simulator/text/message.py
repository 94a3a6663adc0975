"""Sentences for people: a template and its values, until the reader's language is known; also as JSON."""

from collections.abc import Mapping
from typing import Any

from .bilingual import Pair


class Message:
    """One sentence: an English template with `{named}` places, and what goes into them.

    `str()` gives the English sentence. A translator looks the template up in a catalogue first (see
    `text.language`). The values are only ever put in, never formatted again: they may be an author's.
    `plural` is the template for every `{count}` but 1. `context` tells it from the same English words with
    another meaning.
    """

    __slots__ = ("context", "plural", "text", "values")

    def __init__(self, text: str, /, **values: object) -> None:
        self.text = text
        self.values: Mapping[str, object] = values
        self.plural: str | None = None
        self.context: str | None = None

    def __str__(self) -> str:
        text = self.text if self.plural is None or self.values["count"] == 1 else self.plural
        return text.format(**self.values) if self.values else text

    def __repr__(self) -> str:
        return f"Message({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash(self.text)

    def _parts(self) -> tuple[object, ...]:
        return self.text, self.values, self.plural, self.context


def plural(one: str, many: str, /, *, count: int, **values: object) -> Message:
    """A message with a template for one and another for more, as `{count}` says."""
    message = Message(one, count=count, **values)
    message.plural = many
    return message


def in_context(context: str, text: str, /, **values: object) -> Message:
    """A message that stands somewhere else under the same English words with another meaning."""
    message = Message(text, **values)
    message.context = context
    return message


def message_data(message: Message) -> list[Any]:
    """A message as `[text, values]`, and `plural` and `context` behind them where it has one."""
    data: list[Any] = [message.text, {name: _data(value) for name, value in message.values.items()}]
    return data if message.plural is message.context is None else [*data, message.plural, message.context]


def message_of(data: list[Any]) -> Message:
    """The message in what `message_data` gave."""
    text, values, *more = data
    message = Message(text, **{name: _value(value) for name, value in values.items()})
    if more:
        message.plural, message.context = more
    return message


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
