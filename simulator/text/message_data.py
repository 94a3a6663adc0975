"""Messages as data for JSON: a text and its values, so that they can still be said in any language."""

from collections.abc import Mapping
from typing import Any

from .bilingual import Pair
from .message import Message


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
