"""From a `Document` to a `Case`: names resolved, conditions bound, effects worked out for each persona."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from math import prod
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from simulator.policy.policy import Policy
from simulator.source.problems import Severity
from simulator.source.reading import Location, Source
from simulator.text.message import Message

from .case import (
    ALLOWS,
    CELLS,
    GAUGES,
    LOST,
    Case,
    Change,
    Changes,
    Citation,
    CriticalError,
    Ending,
    EndingType,
    Forms,
    Gauge,
    Move,
    Persona,
    Position,
    Scene,
    Stage,
    TwoByTwo,
    Varied,
    Weights,
)
from .chinese import GAUGES_IN_CHINESE, names_of_gauge
from .claims import read_claims
from .document import OTHERWISE, CriticalPart, Document, Effect, EndingPart, MovePart, ScenePart, in_points
from .listening import build_analysis, build_lines, check_audio
from .migrating import by_gauge, left_to_all, names_personas
from .naming import CaseNames
from .quoting import Quotes
from .record import Caller, callers
from .sharing import origin
from .shown import with_values
from .timing import clock_gauge, report_takes, seconds_of, tells_callers_apart
from .wordings import by_language, check_wordings

T = TypeVar("T")

NONE = "none"
"""Stands where a value is left out under a condition."""
VARYING = ("say", "learn", "critical", "authority", "cost", "cites")
"""What of a reply is taken as it is before the reply, besides its effect."""
MOST_FORMS = 200
"""What a reply, or an effect of a scene, can be at most: each is worked out by itself."""


def build_case(
    document: Document, source: Source, digest: str, policies: Mapping[str, Policy] = MappingProxyType({})
) -> Case:
    """The case of a document with its shared replies laid out; `policies` are those that it may quote.

    What does not fit together is reported to `source`.
    """
    return _Builder(document, source, policies).build(digest)


def digest_of(data: object) -> str:
    """SHA-256 of read data, whatever its layout and comments. The order of keys counts: scenes have one."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def as_tuple(value: str | Sequence[str]) -> tuple[str, ...]:
    """What stands alone, or in a list."""
    return (value,) if isinstance(value, str) else tuple(value)


def citations(cites: str | Sequence[str]) -> tuple[Citation, ...]:
    """What a valid `cites` names, one clause or a list of them."""
    return tuple(Citation(*cite.split("/", 1)) for cite in ((cites,) if isinstance(cites, str) else cites))


class _Effect(NamedTuple):
    """An effect by gauge (a place in `Case.gauges`): the same for all, by persona, by other conditions."""

    same: Change
    by_persona: tuple[tuple[int, tuple[int, ...]], ...]
    varied: tuple[tuple[int, Varied[int]], ...]


class _Builder:
    def __init__(self, document: Document, source: Source, policies: Mapping[str, Policy]) -> None:
        self.document = document
        self.source = source
        levels = self.all_gauges()
        self.clock = clock_gauge(document, source)
        self.gauges = levels if self.clock is None else (*levels, self.clock)
        report_takes(document, source)
        self.quotes = Quotes(document, policies, source)
        self.callers = callers(document, source, self.quotes.value)
        self.document = document = with_values(document, source, self.callers, self.quotes)
        self.names = CaseNames(document, levels, self.callers, self.quotes, source, self.clock)
        self.each_reply = tuple((place, g.each_reply) for place, g in enumerate(self.gauges) if g.each_reply)
        self.cost = self.names.gauges["cost"]
        self.targets = document.rehearsal.keys() | document.endings.keys()
        self.reactions: tuple[dict[str, dict[int, int]], ...] = tuple(
            {
                kind: self.amounts(effect, ("personas", caller.persona, "reacts", kind))
                for kind, effect in document.personas[caller.persona].reacts.items()
            }
            for caller in self.callers
        )
        self.personas = tuple(map(self.persona, self.callers))
        self._changes: dict[object, Changes] = {}

    def build(self, digest: str) -> Case:
        document = self.document
        self.check_identity()
        critical = {name: self.critical(name, entry) for name, entry in document.critical.items()}
        check_wordings(document, self.source)
        lines = build_lines(document, self.source)
        endings = {name: self.ending(name, part) for name, part in document.endings.items()}
        check_audio(document, self.source)
        scenes = {name: self.scene(name, part) for name, part in document.rehearsal.items()}
        cells = self.cells()
        case = Case(
            id=document.id,
            language=document.language,
            title=document.title,
            summary=document.summary or "",
            sector=document.sector or "",
            skills=tuple(document.skills),
            difficulty=document.difficulty,
            sources=tuple(document.sources),
            authority=document.agent.authority,
            budget=document.agent.budget,
            gauges=self.gauges,
            facts=document.facts,
            personas=self.personas,
            critical=critical,
            lines=lines,
            audio=document.replay.audio if document.replay else None,
            analysis=build_analysis(document, lines, self.names),
            scenes=scenes,
            endings=endings,
            flags=self.names.flags,
            bar=document.outcome.bar,
            cells=cells,
            weights=Weights(
                {stage: getattr(document.weights, stage.value) for stage in Stage},
                document.weights.key_sentences,
                document.weights.hypothesis,
                document.weights.help,
            ),
            digest=digest,
            cites=citations(document.cites),
            channel=document.channel,
            claims=read_claims(
                document,
                self.callers,
                {name: ending.type.value for name, ending in endings.items()},
                self.source,
            ),
            day=self.quotes.day,
            timed=self.names.reads_clock or self.told_by_time(scenes),
        )
        return replace(case, digest=digest_of([digest, self.quoted()])) if self.quotes.values else case

    def told_by_time(self, scenes: Mapping[str, Scene]) -> bool:
        """Whether the time of day tells more than the words that were heard."""
        parts = self.document.rehearsal
        return self.clock is not None and tells_callers_apart(
            (move, seconds_of(parts[scene.id].moves[move.id].takes) or 0)
            for scene in scenes.values()
            for move in scene.moves.values()
        )

    def quoted(self) -> dict[str, int | str]:
        """What the case quotes from policies: with other figures it is another case."""
        return {name: value.amount for name, value in sorted(self.quotes.values.items())}

    def check_identity(self) -> None:
        for name in self.document.rehearsal.keys() & self.document.endings.keys():
            message = Message("“{name}” is a scene and an ending; call one of them differently.", name=name)
            self.source.report("name-twice", message, self.source.place(("endings", name), key=True))
        weights = self.document.weights
        if not (weights.replay or weights.analysis or weights.rehearsal):
            message = Message("At least one stage must count.")
            self.source.report("no-weight", message, self.source.place(("weights",), key=True))

    def all_gauges(self) -> tuple[Gauge, ...]:
        parts = self.document.gauges
        own = [Gauge(name, name, starts=0) for name in parts if name not in (*GAUGES, *GAUGES_IN_CHINESE)]
        return tuple(self.gauge(gauge) for gauge in (*GAUGES.values(), *own))

    def gauge(self, gauge: Gauge) -> Gauge:
        written = [name for name in names_of_gauge(gauge.id) if name in self.document.gauges]
        if not written:
            return gauge
        if len(written) > 1:
            message = Message("“{name}” and “{other}” are one gauge.", name=written[0], other=written[1])
            self.source.report("name-twice", message, self.source.place(("gauges", written[1]), key=True))
        stated = self.document.gauges[written[0]].model_dump(exclude_none=True)
        gauge = replace(gauge, **stated)
        location = ("gauges", written[0])
        if gauge.least >= gauge.most:
            message = Message("“least” must be smaller than “most”.")
            self.source.report("gauge-range", message, self.source.place(location, key=True))
        self.check_start(gauge, gauge.starts, (*location, "starts"))
        return gauge

    def check_start(self, gauge: Gauge, value: int, location: Location) -> None:
        if not gauge.least <= value <= gauge.most:
            message = Message(
                "“{gauge}” runs from {least} to {most}; it cannot start at {value}.",
                gauge=location[-2] if location[-1] == "starts" else location[-1],
                least=gauge.least,
                most=gauge.most,
                value=value,
            )
            self.source.report("gauge-range", message, self.source.place(location))

    def persona(self, caller: Caller) -> Persona:
        part = self.document.personas[caller.persona]
        starts = [gauge.starts for gauge in self.gauges]
        for gauge, value in part.starts.items():
            location = ("personas", caller.persona, "starts", gauge)
            if self.is_gauge(gauge, location):
                place = self.names.gauges[gauge]
                starts[place] = value
                self.check_start(self.gauges[place], value, location)
        record = self.document.records.get(caller.record or "")
        language, words = self.document.language, self.document.words
        return Persona(
            caller.id,
            f"{part.name} · {record.name}" if record and record.name else part.name,
            part.who,
            part.expects,
            part.gives_away,
            part.weight * (record.weight if record else 1),
            tuple(starts),
            caller.persona,
            {name: value.shown(language, words) for name, value in caller.values.items()},
            part.look,
            as_tuple(part.needs),
        )

    def critical(self, name: str, entry: str | CriticalPart) -> CriticalError:
        part = CriticalPart(text=entry) if isinstance(entry, str) else entry
        return CriticalError(name, part.text, part.cap, self.names.new_flag(f"critical/{name}"))

    def scene(self, name: str, part: ScenePart) -> Scene:
        location = ("rehearsal", name)
        if not part.moves:
            message = Message("The agent has no move here; the call could never go on.")
            self.source.report("no-moves", message, self.source.place((*location, "moves")))
        text = self.names.text
        return Scene(
            name,
            text(part.customer or "", (*location, "customer")),
            None if part.cue is None else text(part.cue, (*location, "cue")),
            None if part.screen is None else text(part.screen, (*location, "screen")),
            self.felt(part.effect, (*location, "effect")),
            {move: self.move(name, move, entry) for move, entry in part.moves.items()},
            None if part.mood is None else self.varied(part.mood, (*location, "mood"), lambda mood, _: mood),
            None if part.speaker is None else self.speaker(part.speaker, (*location, "speaker")),
            part.on_hold,
            by_language(part.near_misses),
        )

    def speaker(self, name: str, location: Location) -> str:
        """What people call somebody who speaks besides the customer."""
        self.names.known(name, self.document.speakers, Message("speaker"), location)
        return self.document.speakers.get(name, name)

    def move(self, scene: str, name: str, part: MovePart) -> Move:
        location = ("rehearsal", scene, "moves", name)
        kinds = as_tuple(part.kind)
        given = as_tuple(part.response), by_language(part.also)
        # said once, a shared reply is said wherever it is offered
        said = f"*/{name}" if name in self.document.replies else f"{origin(scene)}/{name}"
        once = self.names.new_flag(said) if part.once else 0
        why = self.names.text(part.why, (*location, "why"))
        when = None if part.when is None else self.names.guard(part.when, (*location, "when"))
        to = self.varied(part.to or scene, (*location, "to"), self.target)
        effect = self.effect(part.effect, (*location, "effect"), kinds)
        if self.clock is not None and (seconds := seconds_of(part.takes)):
            effect = effect._replace(same=(*effect.same, (len(self.gauges) - 1, seconds)))
        parts: tuple[Varied[Any], ...] = (
            self.names.text(part.say, (*location, "say")),
            self.varied(part.learn, (*location, "learn"), self.facts_learned),
            self.varied(part.critical, (*location, "critical"), self.known_error),
            self.names.varied(part.authority, (*location, "authority")),
            self.cost_of(part, (*location, "cost")),
            self.varied(part.cites, (*location, "cites"), lambda cites, _: citations(cites)),
            *(amount for _, amount in effect.varied),
        )
        keys = (*((key,) for key in VARYING), *self.keys(effect))
        forms = []
        for say, learns, critical, authority, cost, cites, *amounts in self.combined(parts, location):
            changes = self.changes(effect, amounts, kinds, cost, reply=True)
            sets = learns | self.error_flag(critical) | once
            own = changes, sets, once, authority, cost, critical, cites
            forms.append(Move(name, say, kinds, why, when, to, *own, part.trap, None, *given))
        return forms[0] if len(forms) == 1 else replace(forms[-1], forms=Forms(parts, tuple(forms), keys))

    def cost_of(self, part: MovePart, location: Location) -> Varied[int]:
        cost = self.names.amounts(part.cost, location)
        if min(cost.values()) < 0:
            message = Message("With one of the callers this would cost less than nothing.")
            self.source.report("condition", message, self.source.place(location))
        return cost

    def combined(self, parts: Sequence[Varied[Any]], location: Location) -> list[tuple[Any, ...]]:
        """Every combination of what these parts can be, as `Forms` counts them."""
        if prod(len(part.values()) for part in parts) > MOST_FORMS:
            message = Message(
                "So much varies here that it could be more than {most} different things. Let fewer parts of"
                " it depend on conditions.",
                most=MOST_FORMS,
            )
            self.source.report("too-varied", message, self.source.place(location, key=True))
            return [tuple(part.otherwise for part in parts)]
        return list(product(*(part.values() for part in parts)))

    def varied(self, value: Any, location: Location, read: Callable[[Any, Location], T]) -> Varied[T]:
        """What is read from one value, or from the value for each condition."""
        if not isinstance(value, dict):
            return Varied(read(value, location))
        return self.names.varied({key: read(one, (*location, key)) for key, one in value.items()}, location)

    def known_error(self, critical: str | None, location: Location) -> str | None:
        """The critical error that a move or an ending is said to be, if the case has it."""
        if critical in (None, NONE) or not self.names.known(
            str(critical), self.document.critical, Message("critical error"), location
        ):
            return None
        return critical

    def error_flag(self, critical: str | None) -> int:
        return 0 if critical is None else self.names.new_flag(f"critical/{critical}")

    def facts_learned(self, learn: str | Sequence[str], location: Location) -> int:
        flags = 0
        single = isinstance(learn, str)
        for place, fact in enumerate([learn] if single else learn):
            at = location if single else (*location, place)
            if fact != NONE and self.names.known(str(fact), self.document.facts, Message("fact"), at):
                flags |= self.names.flags[str(fact)]
        return flags

    def target(self, name: str, location: Location) -> str:
        self.names.known(name, self.targets, Message("scene or ending"), location)
        return name

    def ending(self, name: str, part: EndingPart) -> Ending:
        location = ("endings", name)
        kind = EndingType(part.type or ("settled" if part.when is None else "hung-up"))
        return Ending(
            name,
            kind,
            self.allowed(kind, part),
            part.title,
            None if part.customer is None else self.names.text(part.customer, (*location, "customer")),
            self.names.text(part.why, (*location, "why")),
            None if part.when is None else self.names.guard(part.when, (*location, "when")),
            self.felt(part.effect, (*location, "effect")),
            self.error_flag(self.known_error(part.critical, (*location, "critical"))),
        )

    def allowed(self, kind: EndingType, part: EndingPart) -> TwoByTwo[int]:
        """What the cells keep of their value at an ending: what its type says, or the case itself."""
        if part.allows is not None:
            percent = part.allows.percent
            return TwoByTwo(percent, percent, percent, percent)
        most = max(0, self.document.outcome.bar - 1) if kind in LOST else 100
        return TwoByTwo(*(min(percent, most) for percent in ALLOWS[kind].cells()))

    def cells(self) -> TwoByTwo[Callable[[Position], Any]]:
        def formula(side: str, space: str) -> Callable[[Position], Any]:
            stated = getattr(getattr(self.document.outcome, side), space)
            text = stated if stated is not None else getattr(CELLS, f"{side}_{space}")
            return self.names.formula(text, ("outcome", side, space))

        return TwoByTwo(
            formula("customer", "business"),
            formula("customer", "personal"),
            formula("company", "business"),
            formula("company", "personal"),
        )

    def effect(self, effect: Effect, location: Location, kinds: tuple[str, ...] = ()) -> "_Effect":
        """What an effect says, sorted by how much it varies."""
        if names_personas(effect, self.document.personas):
            message = Message(
                "This effect is written as in an earlier version, by persona. “winwin migrate” rewrites it by"
                " gauge, as in “trust: {{{name}: +5, otherwise: 0}}”.{dropped}",
                name=next(iter(self.document.personas)),
                dropped=left_to_all(effect, self.document.personas),
            )
            self.source.report("old-effect", message, self.source.place(location, key=True), Severity.WARNING)
            effect = by_gauge(effect, self.document.personas, kinds)
        same, by_persona, varied = [], [], []
        for name, value in effect.items():
            if not self.is_gauge(name, (*location, name)):
                continue
            gauge, amount = self.names.gauges[name], self.names.amounts(value, (*location, name))
            if not amount.cases:
                same.append((gauge, amount.otherwise))
            elif self.names.by_persona(value):
                callers = (
                    Position("", place, persona.starts, 0) for place, persona in enumerate(self.personas)
                )
                by_persona.append((gauge, tuple(amount.at(caller) for caller in callers)))
            else:
                varied.append((gauge, amount))
        return _Effect(tuple(same), tuple(by_persona), tuple(varied))

    def felt(self, effect: Effect, location: Location) -> Forms[Changes]:
        """What is felt when a scene or an ending is reached."""
        read = self.effect(effect, location)
        parts = tuple(amount for _, amount in read.varied)
        all_forms = tuple(self.changes(read, amounts) for amounts in self.combined(parts, location))
        return Forms(parts, all_forms, tuple(self.keys(read)))

    def keys(self, effect: "_Effect") -> Iterator[tuple[str, str]]:
        """Where each amount that varies stands in the text of what has the effect."""
        return (("effect", self.gauges[gauge].id) for gauge, _ in effect.varied)

    def changes(
        self,
        effect: "_Effect",
        amounts: Sequence[int],
        kinds: tuple[str, ...] = (),
        cost: int = 0,
        reply: bool = False,
    ) -> Changes:
        """What happens to the gauges, for each persona; see "Effects" in docs/authors.md.

        `amounts` are those that count of what varies in the effect, in its order.
        """
        known = effect.same, effect.by_persona, (*amounts,), kinds, cost, reply
        if known not in self._changes:  # moves that do the same share one tuple
            same = [*effect.same, *zip((gauge for gauge, _ in effect.varied), amounts, strict=True)]
            same += self.each_reply if reply else ()
            same += [(self.cost, cost)]
            self._changes[known] = tuple(
                self.change(
                    [
                        *same,
                        *((gauge, amount[place]) for gauge, amount in effect.by_persona),
                        *(pair for kind in kinds for pair in reactions.get(kind, {}).items()),
                    ]
                )
                for place, reactions in enumerate(self.reactions)
            )
        return self._changes[known]

    @staticmethod
    def change(amounts: Iterable[tuple[int, int]]) -> Change:
        """All these amounts together, one for each gauge that they change."""
        total: dict[int, int] = {}
        for gauge, amount in amounts:
            total[gauge] = total.get(gauge, 0) + amount
        return tuple((gauge, amount) for gauge, amount in sorted(total.items()) if amount)

    def amounts(self, effect: Mapping[str, int | str], location: Location) -> dict[int, int]:
        return {
            self.names.gauges[gauge]: int(in_points(amount))
            for gauge, amount in effect.items()
            if self.is_gauge(gauge, (*location, gauge))
        }

    def is_gauge(self, name: str, location: Location) -> bool:
        if name == OTHERWISE:
            message = Message(
                "“otherwise” stands with each gauge, not beside them, as in “trust: {{{name}: +5, otherwise:"
                " 0}}”.",
                name=next(iter(self.names.personas)),
            )
            self.source.report("effect", message, self.source.place(location, key=True))
            return False
        if name in self.names.personas:
            message = Message(
                "“{name}” is a persona: say for a gauge who takes it how, as in “trust: {{{name}: +5,"
                " otherwise: 0}}”.",
                name=name,
            )
            self.source.report("effect", message, self.source.place(location, key=True))
            return False
        return self.names.known(name, self.names.gauges, Message("gauge"), location, key=True)
