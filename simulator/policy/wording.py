"""How people read what a policy states: its figures with their units."""

from simulator.text.message import Message, plural

from .policy import Fact, FactValue


def fact_value(fact: Fact, value: FactValue) -> Message:
    """What a version of a policy says a fact is."""
    if isinstance(value, bool):
        return Message("yes") if value else Message("no")
    match fact.kind:
        case "amount":
            return Message("{value} yuan", value=value)
        case "percent":
            return Message("{value} %", value=value)
        case "days":
            return plural("{count} day", "{count} days", count=value)
        case "hours":
            return plural("{count} hour", "{count} hours", count=value)
        case "minutes":
            return plural("{count} minute", "{count} minutes", count=value)
    return Message("{value}", value=value)
