"""Why a value does not fit, in our own words: the checker's are English only."""

from collections.abc import Mapping
from typing import Any

from simulator.text.message import Message

NOT_JSON = "json_invalid"
"""The kind of a body that is no JSON at all."""

_WORDS = {
    "missing": Message("This is missing."),
    "extra_forbidden": Message("There is no such field here."),
    "string_type": Message("This must be a text."),
    "string_too_short": Message("This needs {min_length} characters at least."),
    "string_too_long": Message("This may have {max_length} characters at most."),
    "string_pattern_mismatch": Message("This has characters, or an order of them, that it cannot have."),
    "string_unicode": Message("This text has half a character in it."),
    "int_type": Message("This must be a whole number."),
    "int_parsing": Message("This must be a whole number."),
    "int_parsing_size": Message("This number is too large."),
    "int_from_float": Message("This must be a whole number."),
    "bool_type": Message("This must be true or false."),
    "bool_parsing": Message("This must be true or false."),
    "greater_than_equal": Message("This must be {ge} at least."),
    "less_than_equal": Message("This may be {le} at most."),
    "list_type": Message("This must be a list."),
    "too_short": Message("This list needs {min_length} entries at least."),
    "too_long": Message("This list may have {max_length} entries at most."),
    "literal_error": Message("This must be one of: {expected}."),
    "union_tag_not_found": Message("“{field}” is missing: it says what to do."),
    "union_tag_invalid": Message("“{tag}” is none of: {expected_tags}."),
    "model_attributes_type": Message("This must be an object."),
    "model_type": Message("This must be an object."),
    "dict_type": Message("This must be an object."),
    "one_of_both": Message("Name a person or a team, and not both."),
    "no_date": Message("This must be a day, as in “2026-11-30”."),
    "no_moment": Message("This must be a moment with its time zone, as in “2026-11-30T09:00:00+08:00”."),
}
_OTHER = Message("This value does not fit.")


def words_of(fault: Mapping[str, Any]) -> Message:
    """The sentence for a fault as pydantic tells it."""
    message = _WORDS.get(fault["type"], _OTHER)
    values = {"field": "do"} | dict(fault.get("ctx") or {})
    try:
        str(message.text.format(**values))
    except (KeyError, IndexError):  # another version of the checker says less
        return _OTHER
    return Message(message.text, **{name: _shown(value) for name, value in values.items()})


def _shown(value: object) -> object:
    if isinstance(value, int | float):
        return value
    return str(value).replace("' or '", "', '").replace("'", "")  # a list of words, without English in it
