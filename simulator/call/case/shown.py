"""Values in texts that are read outside of the call's lines: titles, facts, the analysis, the description.

They are the same texts whoever calls, so they can show what policies say, and values that are the same with
everybody. What is said and seen in the call shows the value of who is on the line; see `naming`.
"""

from collections.abc import Sequence
from typing import Any

from simulator.source.part import Part
from simulator.source.reading import Location, Source
from simulator.text.message import Message

from .document import Document
from .quoting import Quotes
from .record import Caller, Value, filled, placeholders, report_unknown
from .schema import translatable_texts


def with_values(document: Document, source: Source, callers: Sequence[Caller], quotes: Quotes) -> Document:
    """The case with values in place of braces in all texts but those of the call.

    A name that no value can stand for here is reported to `source`.
    """
    if not document.record and document.date is None:
        return document  # without a record, braces are braces
    for location, text in translatable_texts(source.data):
        if "{" in text and not _is_of_the_call(location):
            values = _values(text, location, source, callers, quotes)
            if values:
                said = filled(text, values, document.language, document.words)
                document = _replaced(document, location, said)
    return document


def _values(
    text: str, location: Location, source: Source, callers: Sequence[Caller], quotes: Quotes
) -> dict[str, Value]:
    """What the names in a text stand for."""
    known = callers[0].values
    found: dict[str, Value] = {}
    if known:
        report_unknown(text, known, source, location)
    for name in placeholders(text):
        place = source.inside(location, text.index(f"{{{name}}}"))
        value = quotes.value(name, place) if "." in name else known.get(name)
        if value is None:
            continue
        if "." not in name and any(caller.values.get(name) != value for caller in callers):
            message = Message(
                "“{name}” is not the same with everybody who calls, and this text is. Write it without the"
                " value, or let a line of the call say it.",
                name=name,
            )
            source.report("record", message, place)
        else:
            found[name] = value
    return found


def _is_of_the_call(location: Location) -> bool:
    """Whether a text is one that shows the values of who is on the line."""
    match location:
        case ("rehearsal", _, "customer" | "says" | "cue" | "screen", *_):
            return True
        case ("rehearsal", _, "moves", _, "say" | "why", *_):
            return True
        case ("replies", _, "say" | "why" | "answer" | "shows", *_):
            return True
        case ("endings", _, "customer" | "why", *_):
            return True
    return False


def _replaced(part: Any, location: Location, text: str) -> Any:
    """A part of the case with another text at a location in it."""
    if not location:
        return text
    step, *rest = location
    if isinstance(part, Part):
        fields = type(part).model_fields.items()
        name = next(name for name, field in fields if step in (field.alias, name))
        return part.model_copy(update={name: _replaced(getattr(part, name), tuple(rest), text)})
    if isinstance(part, dict):
        return part | {step: _replaced(part[step], tuple(rest), text)}
    return [_replaced(one, tuple(rest), text) if at == step else one for at, one in enumerate(part)]
