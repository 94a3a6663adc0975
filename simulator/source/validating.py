"""From read data to a `Document`; each thing that does not fit becomes a located problem."""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from simulator.text.message import Message

from .problems import Problem, did_you_mean
from .reading import Source
from .schema import keys_at

D = TypeVar("D", bound=BaseModel)

_SWITCHES = {"yes": "true", "on": "true", "no": "false", "off": "false"}


def validate(source: Source, definition: type[D]) -> D | None:
    """The file's data as a `definition`, or None when there are problems, which `source` then has."""
    if source.problems:
        return None
    try:
        return definition.model_validate(source.data, by_alias=True)
    except ValidationError as invalid:
        for error in invalid.errors(include_url=False):
            source.problems.append(_problem(source, definition, dict(error)))
    return None


def _problem(source: Source, definition: type[BaseModel], error: dict[str, Any]) -> Problem:
    kind, value, limits = error["type"], error["input"], error.get("ctx", {})
    location = [step for step in error["loc"] if not (isinstance(step, str) and step.startswith(("(", "[")))]
    name = location[-1] if location else ""
    about_key = kind in ("extra_forbidden", "missing") or error["loc"][-1:] == ("[key]",)
    place = source.place(location, key=about_key)
    if kind == "missing":
        message = Message("“{key}” is missing here.", key=name)
        return Problem(source.place(location[:-1], key=True), "missing-key", message)
    if kind == "extra_forbidden":
        hint = did_you_mean(str(name), keys_at(definition, source.data, location[:-1]))
        return Problem(
            place, "unknown-key", Message("“{key}” has no meaning here.{hint}", key=name, hint=hint)
        )
    if kind == "literal_error":
        choices = str(limits.get("expected", "")).replace(" or ", ", ").replace("'", "").split(", ")
        hint = did_you_mean(str(value), choices)
        return Problem(
            place,
            "unknown-word",
            Message(
                "“{value}” is none of: {choices}.{hint}", value=value, choices=", ".join(choices), hint=hint
            ),
        )
    if kind == "string_pattern_mismatch":
        if ":" in limits.get("pattern", "").replace("(?:", ""):
            return Problem(place, "wrong-time", Message("Write minutes and seconds, as in 1:07."))
        if "/" in limits.get("pattern", ""):
            message = Message("Write a policy and a clause of it, as in sick-refund/papers.")
            return Problem(place, "wrong-name", message)
        return Problem(
            place,
            "wrong-name",
            Message(
                "“{value}” cannot be a name: small letters or Chinese characters, digits, single hyphens.",
                value=value,
            ),
        )
    return Problem(place, "wrong-type", _wrong_type(kind, value, limits, error["msg"]))


def _wrong_type(kind: str, value: Any, limits: dict[str, Any], detail: str) -> Message:
    if value is None:
        return Message("There is nothing here; write a value or take the key out.")
    match kind:
        case "string_type":
            if isinstance(value, bool | int):
                return Message("This must be a text: put it between quotation marks.")
            return Message("This must be a single text.")
        case "int_type":
            return Message("This must be a whole number.")
        case "bool_type":
            if value in _SWITCHES:
                return Message("Write {instead} instead of “{value}”.", instead=_SWITCHES[value], value=value)
            return Message("This must be true or false.")
        case "dict_type" | "model_type":
            return Message("This must be a mapping: lines of the form “key: value”, indented.")
        case "list_type":
            return Message("This must be a list: lines that begin with “- ”, or items in square brackets.")
        case "string_too_long":
            return Message("This is longer than {limit} characters.", limit=limits["max_length"])
        case "string_too_short" | "too_short":
            return Message("There is nothing here; write a value or take the key out.")
        case "greater_than_equal":
            return Message("This must be at least {limit}.", limit=limits["ge"])
        case "less_than_equal":
            return Message("This must be at most {limit}.", limit=limits["le"])
    return Message("This does not fit here: {detail}.", detail=detail)
