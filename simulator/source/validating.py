"""From read data to a `Document`; each thing that does not fit becomes a located problem."""

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from simulator.text.message import Message

from .problems import Place, did_you_mean, errors
from .reading import Source
from .schema import keys_at
from .typing_slips import BRACE, COLON

D = TypeVar("D", bound=BaseModel)

_SWITCHES = {"yes": "true", "on": "true", "no": "false", "off": "false"}
_MOST_SHOWN = 60  # characters of a value in a message
_NOTHING = Message("There is nothing here; write a value or take the key out.")
TRUTH_OR_NUMBER = "truth_or_number"
"""What pydantic calls a value that is neither true or false nor a whole number, where both may stand."""


def validate(source: Source, definition: type[D]) -> D | None:
    """The file's data as a `definition`, or None when there are errors, which `source` then has."""
    if errors(source.problems):
        return None
    try:
        return definition.model_validate(source.data, by_alias=True)
    except ValidationError as invalid:
        for error in invalid.errors(include_url=False):
            _report(source, definition, dict(error))
    return None


def _report(source: Source, definition: type[BaseModel], error: dict[str, Any]) -> None:
    kind, value, limits = error["type"], error["input"], error.get("ctx", {})
    location = _location(source.data, error["loc"])
    if kind == "missing":
        message = Message("“{key}” is missing here.", key=error["loc"][-1])
        source.report("missing-key", message, source.place(location, key=True))
    elif kind == "extra_forbidden":
        source.report(
            "unknown-key", lambda: _unknown(source, definition, location), source.place(location, True)
        )
    elif kind == "literal_error" and isinstance(value, str):
        source.report("unknown-word", lambda: _none_of(value, limits), source.place(location))
    elif kind == "string_pattern_mismatch":
        about_key = error["loc"][-1:] == ("[key]",)
        _report_mismatch(source, value, limits.get("pattern", ""), source.place(location, about_key))
    else:
        about_key = error["loc"][-1:] == ("[key]",)
        message = _wrong_type(kind, value, limits, error["msg"])
        if _is_text_in_braces(source.data, location, value):
            message = BRACE
        source.report("wrong-type", message, source.place(location, about_key))


def _location(data: Any, steps: Sequence[str | int]) -> list[str | int]:
    """The keys and indexes of the file among pydantic's steps, which name alternatives, too."""
    location: list[str | int] = []
    for step in steps:
        if (
            step in data
            if isinstance(data, dict)
            else isinstance(data, list) and isinstance(step, int) and step < len(data)
        ):
            location.append(step)
            data = data[step]
    return location


def _unknown(source: Source, definition: type[BaseModel], location: Sequence[str | int]) -> Message:
    name = str(location[-1])
    if "：" in name:
        return COLON
    hint = did_you_mean(name, keys_at(definition, source.data, location[:-1]))
    return Message("“{key}” has no meaning here.{hint}", key=shown(name), hint=hint)


def _none_of(value: str, limits: dict[str, Any]) -> Message:
    choices = [choice for choice in _choices(limits) if choice.isascii() == value.isascii()]
    choices = choices or _choices(limits)
    return Message(
        "“{value}” is none of: {choices}.{hint}",
        value=shown(value),
        choices=", ".join(choices),
        hint=did_you_mean(value, choices),
    )


def _choices(limits: dict[str, Any]) -> list[str]:
    return str(limits.get("expected", "")).replace(" or ", ", ").replace("'", "").split(", ")


def _report_mismatch(source: Source, value: object, pattern: str, place: Place) -> None:
    if ":" in pattern.replace("(?:", ""):
        source.report("wrong-time", Message("Write minutes and seconds, as in 1:07."), place)
    elif "/" in pattern:
        message = Message("Write a policy and a clause of it, as in sick-refund/papers.")
        source.report("wrong-name", message, place)
    else:
        message = Message(
            "“{value}” cannot be a name: small letters or Chinese characters, digits, single hyphens.",
            value=shown(str(value)),
        )
        source.report("wrong-name", message, place)


def shown(text: str) -> str:
    """A text of the file as a message quotes it: not endless, and on one line."""
    text = " ".join(text.split())
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"


def _is_text_in_braces(data: Any, location: Sequence[str | int], value: Any) -> bool:
    """Whether a value is what YAML makes of a text that is nothing but “{name}”: one key without a value."""
    if value is not None:
        return isinstance(value, dict) and len(value) == 1 and list(value.values()) == [None]
    for step in location[:-1]:
        data = data[step]
    return isinstance(data, dict) and len(data) == 1 and len(location) > 2


def _wrong_type(kind: str, value: Any, limits: dict[str, Any], detail: str) -> Message:
    if value is None:
        return _NOTHING
    if isinstance(value, str) and value in _SWITCHES and kind in ("bool_type", TRUTH_OR_NUMBER):
        return Message("Write {instead} instead of “{value}”.", instead=_SWITCHES[value], value=value)
    match kind:
        case "string_type":
            if isinstance(value, bool | int):
                return Message("This must be a text: put it between quotation marks.")
            return Message("This must be a single text.")
        case "int_type":
            return Message("This must be a whole number.")
        case "float_type":
            return Message("This must be a number.")
        case "bool_type":
            return Message("This must be true or false.")
        case "truth_or_number":
            return Message("This must be a whole number, or true or false.")
        case "literal_error":
            return Message("This must be one of: {choices}.", choices=", ".join(_choices(limits)))
        case "dict_type" | "model_type":
            return Message("This must be a mapping: lines of the form “key: value”, indented.")
        case "list_type":
            return Message("This must be a list: lines that begin with “- ”, or items in square brackets.")
        case "string_too_long":
            return Message("This is longer than {limit} characters.", limit=limits["max_length"])
        case "too_long":
            return Message("There may be {limit} of these at most.", limit=limits["max_length"])
        case "string_too_short" | "too_short":
            return _NOTHING
        case "greater_than_equal":
            return Message("This must be at least {limit}.", limit=limits["ge"])
        case "less_than_equal":
            return Message("This must be at most {limit}.", limit=limits["le"])
    return Message("This does not fit here: {detail}.", detail=detail)
