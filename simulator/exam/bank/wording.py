"""What people call the kinds of question, the quadrants, the units, true and false, and who bears a cost."""

from collections.abc import Mapping

from simulator.text.message import Message

from .document import Bearer, QuestionKind, Unit

KINDS: Mapping[QuestionKind, Message] = {
    "single": Message("single choice"),
    "multiple": Message("multiple choice"),
    "true-false": Message("true or false"),
    "ordering": Message("putting in order"),
    "matching": Message("matching"),
    "number": Message("a number"),
    "short-text": Message("a short text"),
    "triage": Message("quadrants"),
    "case": Message("a call"),
}
QUADRANTS: Mapping[str, Message] = {
    "urgent-important": Message("Urgent and important"),
    "important": Message("Important, not urgent"),
    "urgent": Message("Urgent, not important"),
    "neither": Message("Neither urgent nor important"),
}
"""Where a contact can be put, seen from the customer."""
TRUTHS: Mapping[bool, Message] = {True: Message("True"), False: Message("False")}
UNITS: Mapping[Unit, Message] = {
    "yuan": Message("yuan"),
    "percent": Message("%"),
    "days": Message("days"),
    "hours": Message("hours"),
    "minutes": Message("minutes"),
    "times": Message("times"),
}
BEARERS: Mapping[Bearer, Message] = {
    "customer": Message("customer"),
    "agent": Message("agent"),
    "company": Message("company"),
}
"""As they follow “borne by the”."""
_AMOUNTS: Mapping[Unit, Message] = {"percent": Message("{value} %")}


def amount(value: object, unit: Unit | None) -> Message:
    """A number with its unit."""
    if unit is None:
        return Message("{value}", value=value)
    if unit in _AMOUNTS:  # Chinese writes no space before it
        return Message(_AMOUNTS[unit].text, value=value)
    return Message("{value} {unit}", value=value, unit=UNITS[unit])
