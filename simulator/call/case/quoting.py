"""What a case quotes of the desk's policies, as `late-delivery.day-amount`: what counts on its date."""

import re
from collections.abc import Mapping
from datetime import date

from simulator.policy.policy import Fact, FactValue, Policy
from simulator.policy.wording import fact_value
from simulator.source.expressions import NAME
from simulator.source.problems import Place, what_there_is
from simulator.source.reading import Source
from simulator.text.bilingual import Pair
from simulator.text.language import translator
from simulator.text.message import Message

from .document import Document
from .record import Look, Value


def quotes(text: str, policy: str) -> bool:
    """Whether the text of a case may quote a fact of a policy."""
    return re.search(rf"(?<![\w-]){re.escape(policy)}\.{NAME}", text) is not None


LOOKS = {"amount": Look.MONEY, "yes-no": Look.TRUTH}


class Quotes:
    """The figures of policies in one case: each is looked up once, and what is wrong with it is reported."""

    def __init__(self, document: Document, policies: Mapping[str, Policy], source: Source) -> None:
        self.policies = policies
        self.source = source
        self.day = self._day(document)
        self.values: dict[str, Value] = {}
        """What was quoted so far, by name."""

    def value(self, name: str, place: Place) -> Value | None:
        """What a policy says a fact is, asked for at a place; None, and reported, where it says nothing."""
        if name not in self.values:
            found = self._found(name)
            if isinstance(found, Message):
                self.source.report("policy-fact", found, place)
                return None
            fact, value = found
            look = LOOKS.get(fact.kind, Look.NUMBER)
            said = fact_value(fact, value)
            words = Pair(*(translator(language)(said) for language in ("zh", "en")))
            self.values[name] = Value(look, int(value), words if look is Look.NUMBER else None)
        return self.values[name]

    def _found(self, name: str) -> tuple[Fact, FactValue] | Message:
        policy_id, _, fact = name.partition(".")
        policy = self.policies.get(policy_id)
        if policy is None:
            return Message(
                "There is no policy “{name}”: a folder “policies” in the case's own folder, or beside it, has"
                " no file “{name}.yaml” that can be read.",
                name=policy_id,
            )
        if self.day is None:
            return Message(
                "“{name}” has a value on a day; say on which day the call takes place, as in “date:"
                " 2026-11-24”.",
                name=name,
            )
        version = policy.as_of(self.day)
        if version is None:
            first = policy.versions[0].effective
            return Message("The policy “{policy}” does not count before {day}.", policy=policy_id, day=first)
        if fact not in version.values:
            return Message(
                "There is no {what} “{name}”.{hint}",
                what=Message("fact"),
                name=name,
                hint=what_there_is(fact, tuple(version.values)),
            )
        return policy.facts[fact], version.values[fact]

    def _day(self, document: Document) -> date | None:
        if document.date is None:
            return None
        try:
            return date.fromisoformat(document.date)
        except ValueError:
            message = Message("There is no such day.")
            self.source.report("policy-fact", message, self.source.place(("date",)))
            return date.max
