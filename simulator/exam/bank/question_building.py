"""From a `QuestionsDocument` to questions: names resolved, keys read by kind and bound to facts."""

from collections.abc import Mapping
from typing import Any

from simulator.policy.building import day_of, pair, report_unknown
from simulator.policy.document import PairPart
from simulator.policy.policy import FactValue, Policy
from simulator.source.expressions import ExpressionError, ValueKind, parse
from simulator.source.reading import Location, Source
from simulator.text.bilingual import Pair
from simulator.text.message import Message

from .document import QuestionPart, QuestionsDocument
from .question import COMPUTED, Answer, Computed, Cost, Question, QuestionOption
from .wording import QUADRANTS

BEST = "best"
"""The key of a case: it is marked against the best that can be reached in it."""

_OPTIONS = {"single": 2, "multiple": 3, "ordering": 3, "matching": 2}
"""The kinds that have options, and how many they need."""
_ITEMS = {"matching": 2, "triage": 2}


def build_questions(
    document: QuestionsDocument, policies: Mapping[str, Policy], source: Source
) -> dict[str, Question]:
    """The questions of a valid document by id. What does not fit together is reported to `source`."""
    return {
        name: _Builder(name, part, policies, source).build(document.desk)
        for name, part in document.questions.items()
    }


class _Builder:
    def __init__(self, name: str, part: QuestionPart, policies: Mapping[str, Policy], source: Source) -> None:
        self.name = name
        self.part = part
        self.source = source
        self.at: Location = ("questions", name)
        self.policy = policies.get(part.policy)
        report_unknown(part.policy, policies, Message("policy"), (*self.at, "policy"), source)

    def build(self, desk: str) -> Question:
        part = self.part
        cites = _listed(part.cites)
        self.check_cites(cites)
        self.check_parts()
        stated, computed = self.keys()
        retired = day_of(part.retired, (*self.at, "retired"), self.source) if part.retired else None
        return Question(
            id=self.name,
            desk=desk,
            kind=part.kind,
            topic=part.topic,
            difficulty=part.difficulty,
            policy=part.policy,
            cites=cites,
            stem=pair(part.stem),
            options=tuple(
                QuestionOption(
                    name,
                    pair(option),
                    pair(option.why or PairPart()),
                    self.texts_from(option.why_from, "options", name, "why-from"),
                )
                for name, option in part.options.items()
            ),
            items={name: pair(item) for name, item in part.items.items()},
            stated=stated,
            computed=computed,
            unit=part.unit,
            tolerance=part.tolerance,
            look_up=part.look_up,
            case=part.case,
            cost=Cost(part.cost.yuan, part.cost.borne_by),
            explanation=pair(part.explanation),
            explanation_from=self.texts_from(part.explanation_from, "explanation-from"),
            sources=tuple(part.sources),
            enemies=frozenset(_listed(part.enemies)),
            siblings=frozenset(_listed(part.siblings)),
            retired=retired,
            still_holds=self.held(),
        )

    def report(self, rule: str, message: Message, *location: str | int) -> None:
        self.source.report(rule, message, self.source.place((*self.at, *location)))

    def check_cites(self, cites: tuple[str, ...]) -> None:
        if not cites:
            self.report("question-parts", Message("A question cites at least one clause."), "cites")
        if self.policy is None:
            return
        clauses = dict.fromkeys(name for version in self.policy.versions for name in version.clauses)
        for index, clause in enumerate(cites):
            where = (*self.at, "cites") if isinstance(self.part.cites, str) else (*self.at, "cites", index)
            report_unknown(clause, clauses, Message("clause"), where, self.source)

    def texts_from(self, texts: Mapping[str, PairPart], *where: str) -> dict[str, Pair]:
        """Texts by the version from which they are said."""
        for version in texts:
            self.known_version(version, (*self.at, *where, version))
        return {version: pair(text) for version, text in texts.items()}

    def held(self) -> frozenset[str]:
        names = _listed(self.part.still_holds)
        for index, version in enumerate(names):
            alone = isinstance(self.part.still_holds, str)
            where = (*self.at, "still-holds") if alone else (*self.at, "still-holds", index)
            self.known_version(version, where, key=False)
        return frozenset(names)

    def known_version(self, name: str, where: Location, key: bool = True) -> bool:
        if self.policy is None:
            return True
        names = [version.id for version in self.policy.versions]
        return not report_unknown(name, names, Message("version"), where, self.source, key=key)

    def check_parts(self) -> None:
        """See that the question has what its kind needs, and nothing that another kind needs."""
        part, kind = self.part, self.part.kind
        for key, needed, have in (
            ("options", _OPTIONS.get(kind), len(part.options)),
            ("items", _ITEMS.get(kind), len(part.items)),
        ):
            if needed is not None and have < needed:
                message = Message("A question of the kind “{kind}” needs at least {count} {key}.",
                                  kind=kind, count=needed, key=key)  # fmt: skip
                self.report("question-parts", message, key)
            elif needed is None and have:
                self.report("question-parts", Message("A question of the kind “{kind}” has no {key}.",
                                                      kind=kind, key=key), key)  # fmt: skip
        for key, given, of in (
            ("case", part.case is not None, "case"),
            ("unit", part.unit is not None, "number"),
            ("tolerance", part.tolerance > 0, "number"),
        ):
            if given and kind != of:
                self.report("question-parts", Message("A question of the kind “{kind}” has no {key}.",
                                                      kind=kind, key=key), key)  # fmt: skip
        if kind == "case" and part.case is None:
            self.report("question-parts", Message("Name the case that is rehearsed: “case: …”."))

    def keys(self) -> tuple[dict[str, Answer], dict[str, Computed]]:
        if COMPUTED in self.part.key:
            if len(self.part.key) > 1:
                self.report(
                    "question-key", Message("A key is computed or stated by version, not both."), "key"
                )
            return {}, self.computed(self.part.key[COMPUTED])
        stated: dict[str, Answer] = {}
        for version, value in self.part.key.items():
            where = (*self.at, "key", version)
            if self.known_version(version, where):
                answer = self.answer(value)
                if isinstance(answer, Message):
                    self.report("question-key", answer, "key", version)
                else:
                    stated[version] = answer
        return stated, {}

    def answer(self, value: Any) -> Answer | Message:
        """The key of a version as the kind has it, or what is wrong with it and what could stand there."""
        options = self.part.options
        names = ", ".join(options) or "–"
        match self.part.kind:
            case "single" if isinstance(value, str) and value in options:
                return value
            case "single":
                return self.no_option(value) or Message(
                    "The key is one of the options: {names}.", names=names
                )
            case "multiple" if _names(value, options) and 0 < len(value) < len(options):
                return tuple(value)
            case "multiple":
                return self.no_option(value) or Message(
                    "The key is a list of options, at least one and not all of them: {names}.", names=names
                )
            case "true-false" if isinstance(value, bool):
                return value
            case "true-false":
                return Message("The key is true or false.")
            case "ordering" if _names(value, options) and len(value) == len(options):
                return tuple(value)
            case "ordering":
                return self.no_option(value) or Message(
                    "The key is a list of all options, each once, in the right order: {names}.", names=names
                )
            case "matching" | "triage":
                return self.placed(value)
            case "number" if isinstance(value, int) and not isinstance(value, bool):
                return value
            case "number":
                return Message("The key is a whole number without its unit, such as 30, or is computed.")
            case "short-text":
                return _accepted(value)
            case _:
                return BEST if value == BEST else Message("The key of a case is “best”.")

    def no_option(self, value: Any) -> Message | None:
        """That a key names something that is not an option, if it does."""
        options = self.part.options
        named = value if isinstance(value, list) else [value]
        strange = next((name for name in named if isinstance(name, str) and name not in options), None)
        if strange is None or not options:
            return None
        return Message(
            "There is no option “{name}”: name one of {names}, or add the option.",
            name=strange,
            names=", ".join(options),
        )

    def placed(self, value: Any) -> Answer | Message:
        items = self.part.items
        places = tuple(QUADRANTS) if self.part.kind == "triage" else tuple(self.part.options)
        if (
            isinstance(value, dict)
            and value.keys() == items.keys()
            and all(isinstance(place, str) and place in places for place in value.values())
        ):
            return dict(value)
        return Message(
            "The key gives each item ({items}) one of these places: {places}.",
            items=", ".join(items) or "–",
            places=", ".join(places) or "–",
        )

    def computed(self, value: Any) -> dict[str, Computed]:
        kind, options = self.part.kind, self.part.options
        if kind in ("number", "true-false") and isinstance(value, str):
            wanted = ValueKind.NUMBER if kind == "number" else ValueKind.TRUTH
            return self.bound({kind: value}, wanted, ())
        if (
            kind in ("single", "multiple")
            and isinstance(value, dict)
            and value.keys() == options.keys()
            and all(isinstance(text, str) for text in value.values())
        ):
            return self.bound(value, ValueKind.TRUTH, tuple(value))
        self.report(
            "question-key",
            Message(
                "Computed is a formula for a number, a condition for true or false, and for single and"
                " multiple choice a condition for each option."
            ),
            "key", COMPUTED,
        )  # fmt: skip
        return {}

    def bound(
        self, formulas: Mapping[str, str], kind: ValueKind, within: tuple[str, ...]
    ) -> dict[str, Computed]:
        ranges = _ranges(self.policy) if self.policy is not None else None
        found: dict[str, Computed] = {}
        for name, text in formulas.items():
            where = (*self.at, "key", COMPUTED, *([name] if within else []))
            try:
                expression = parse(text)
                if ranges is not None:
                    expression.check(kind, ranges)
            except ExpressionError as error:
                self.source.report("condition", error.message, self.source.inside(where, error.at))
                continue
            lookup = {fact: _value_of(fact) for fact in expression.names()}
            found[name] = Computed(expression.names(), expression.bind(lookup))
        return found


def _listed(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _names(value: Any, options: Mapping[str, object]) -> bool:
    if not isinstance(value, list) or not all(isinstance(name, str) and name in options for name in value):
        return False
    return len(set(value)) == len(value)


def _accepted(value: Any) -> Answer | Message:
    message = Message("The key gives the accepted answers by language: “zh: [...]”, “en: [...]”.")
    if not isinstance(value, dict) or not value or not value.keys() <= {"zh", "en"}:
        return message
    texts = [text for entry in value.values() for text in (entry if isinstance(entry, list) else [entry])]
    if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
        return message
    return tuple(texts)


def _ranges(policy: Policy) -> dict[str, tuple[int, int] | None]:
    """What each fact can be over the versions, None for a yes or no."""
    found: dict[str, tuple[int, int] | None] = {}
    for name, fact in policy.facts.items():
        values = [int(version.values[name]) for version in policy.versions if name in version.values]
        found[name] = None if fact.kind == "yes-no" else (min(values, default=0), max(values, default=0))
    return found


def _value_of(fact: str) -> Any:
    def value(values: Mapping[str, FactValue]) -> FactValue:
        return values[fact]

    return value
