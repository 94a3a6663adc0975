"""From a `Document` to a `Case`: names resolved, conditions bound, effects worked out for each persona."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from simulator.source.reading import Location, Source
from simulator.text.message import Message

from .case import (
    ALLOWS,
    CELLS,
    GAUGES,
    LOST,
    Case,
    Change,
    Citation,
    CriticalError,
    Ending,
    EndingType,
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
from .document import CriticalPart, Document, EndingPart, GaugePart, MovePart, ScenePart
from .listening import build_analysis, build_lines, check_audio
from .naming import CaseNames

_NO_CUSTOMER = Varied("")


def build_case(document: Document, source: Source, digest: str) -> Case:
    """The case of a valid document. What does not fit together is reported to `source`."""
    return _Builder(document, source).build(digest)


def digest_of(data: object) -> str:
    """SHA-256 of read data, whatever its layout and comments. The order of keys counts: scenes have one."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def citations(cites: str | Sequence[str]) -> tuple[Citation, ...]:
    """What a valid `cites` names, one clause or a list of them."""
    return tuple(Citation(*cite.split("/", 1)) for cite in ((cites,) if isinstance(cites, str) else cites))


class _Builder:
    def __init__(self, document: Document, source: Source) -> None:
        self.document = document
        self.source = source
        self.gauges = self.all_gauges()
        self.names = CaseNames(document, self.gauges, source)
        self.each_reply = tuple((place, g.each_reply) for place, g in enumerate(self.gauges) if g.each_reply)
        self.cost = self.names.gauges["cost"]
        self.targets = document.rehearsal.keys() | document.endings.keys()
        self.reactions: tuple[dict[str, dict[int, int]], ...] = tuple(
            {
                kind: self.amounts(effect, ("personas", persona, "reacts", kind))
                for kind, effect in part.reacts.items()
            }
            for persona, part in document.personas.items()
        )
        self._changes: dict[object, tuple[Change, ...]] = {}

    def build(self, digest: str) -> Case:
        document = self.document
        self.check_identity()
        critical = {name: self.critical(name, entry) for name, entry in document.critical.items()}
        lines = build_lines(document, self.source)
        check_audio(document, self.source)
        return Case(
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
            personas=tuple(self.persona(name) for name in document.personas),
            critical=critical,
            lines=lines,
            audio=document.replay.audio if document.replay else None,
            analysis=build_analysis(document, lines, self.names),
            scenes={name: self.scene(name, part) for name, part in document.rehearsal.items()},
            endings={name: self.ending(name, part) for name, part in document.endings.items()},
            flags=self.names.flags,
            bar=document.outcome.bar,
            cells=self.cells(),
            weights=Weights(
                {stage: getattr(document.weights, stage.value) for stage in Stage},
                document.weights.key_sentences,
                document.weights.hypothesis,
                document.weights.help,
            ),
            digest=digest,
            cites=citations(document.cites),
        )

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
        own = [Gauge(name, name, starts=0) for name in parts if name not in GAUGES]
        return tuple(self.gauge(gauge, parts.get(gauge.id)) for gauge in (*GAUGES.values(), *own))

    def gauge(self, gauge: Gauge, part: GaugePart | None) -> Gauge:
        if part is None:
            return gauge
        stated = part.model_dump(exclude_none=True)
        gauge = replace(gauge, **stated)
        location = ("gauges", gauge.id)
        if gauge.least >= gauge.most:
            message = Message("“least” must be smaller than “most”.")
            self.source.report("gauge-range", message, self.source.place(location, key=True))
        self.check_start(gauge, gauge.starts, (*location, "starts"))
        return gauge

    def check_start(self, gauge: Gauge, value: int, location: Location) -> None:
        if not gauge.least <= value <= gauge.most:
            message = Message(
                "“{gauge}” runs from {least} to {most}; it cannot start at {value}.",
                gauge=gauge.id,
                least=gauge.least,
                most=gauge.most,
                value=value,
            )
            self.source.report("gauge-range", message, self.source.place(location))

    def persona(self, name: str) -> Persona:
        part = self.document.personas[name]
        starts = [gauge.starts for gauge in self.gauges]
        for gauge, value in part.starts.items():
            location = ("personas", name, "starts", gauge)
            if self.is_gauge(gauge, location):
                place = self.names.gauges[gauge]
                starts[place] = value
                self.check_start(self.gauges[place], value, location)
        return Persona(name, part.name, part.who, part.expects, part.gives_away, part.weight, tuple(starts))

    def critical(self, name: str, entry: str | CriticalPart) -> CriticalError:
        part = CriticalPart(text=entry) if isinstance(entry, str) else entry
        return CriticalError(name, part.text, part.cap, self.names.new_flag(f"critical/{name}"))

    def scene(self, name: str, part: ScenePart) -> Scene:
        location = ("rehearsal", name)
        if not part.moves:
            message = Message("The agent has no move here; the call could never go on.")
            self.source.report("no-moves", message, self.source.place((*location, "moves")))
        varied = self.names.varied
        return Scene(
            name,
            varied(part.customer, (*location, "customer")),
            None if part.cue is None else varied(part.cue, (*location, "cue")),
            None if part.screen is None else varied(part.screen, (*location, "screen")),
            self.changes(part.effect, (*location, "effect")),
            {move: self.move(name, move, entry) for move, entry in part.moves.items()},
        )

    def move(self, scene: str, name: str, part: MovePart) -> Move:
        location = ("rehearsal", scene, "moves", name)
        kinds = (part.kind,) if isinstance(part.kind, str) else tuple(part.kind)
        critical = self.known_error(part.critical, location)
        sets = self.facts_learned(part, location) | self.error_flag(critical)
        once = self.names.new_flag(f"{scene}/{name}") if part.once else 0
        return Move(
            name,
            part.say,
            kinds,
            self.names.varied(part.why, (*location, "why")),
            None if part.when is None else self.names.guard(part.when, (*location, "when")),
            Varied(scene) if part.to is None else self.target(part.to, (*location, "to")),
            self.changes(part.effect, (*location, "effect"), kinds, part.cost, reply=True),
            sets | once,
            once,
            part.authority,
            part.cost,
            critical,
            citations(part.cites),
            part.trap,
        )

    def known_error(self, critical: str | None, location: Location) -> str | None:
        """The critical error that a move or an ending is said to be, if the case has it."""
        if critical is not None and not self.names.known(
            critical, self.document.critical, Message("critical error"), (*location, "critical")
        ):
            return None
        return critical

    def error_flag(self, critical: str | None) -> int:
        return 0 if critical is None else self.names.new_flag(f"critical/{critical}")

    def facts_learned(self, part: MovePart, location: Location) -> int:
        flags = 0
        single = isinstance(part.learn, str)
        for place, fact in enumerate([part.learn] if single else part.learn):
            at = (*location, "learn") if single else (*location, "learn", place)
            if self.names.known(str(fact), self.document.facts, Message("fact"), at):
                flags |= self.names.flags[str(fact)]
        return flags

    def target(self, to: str | dict[str, str], location: Location) -> Varied[str]:
        targets = (
            {location: to} if isinstance(to, str) else {(*location, key): name for key, name in to.items()}
        )
        for at, name in targets.items():
            self.names.known(name, self.targets, Message("scene or ending"), at)
        return self.names.varied(to, location)

    def ending(self, name: str, part: EndingPart) -> Ending:
        location = ("endings", name)
        kind = EndingType(part.type or ("settled" if part.when is None else "hung-up"))
        return Ending(
            name,
            kind,
            self.allowed(kind, part),
            part.title,
            None if part.customer is None else self.names.varied(part.customer, (*location, "customer")),
            self.names.varied(part.why, (*location, "why")),
            None if part.when is None else self.names.guard(part.when, (*location, "when")),
            self.changes(part.effect, (*location, "effect")),
            self.error_flag(self.known_error(part.critical, location)),
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

    def changes(
        self,
        effect: dict[str, int | dict[str, int]],
        location: Location,
        kinds: tuple[str, ...] = (),
        cost: int = 0,
        reply: bool = False,
    ) -> tuple[Change, ...]:
        """What happens to the gauges, for each persona; see "Effects" in docs/authors.md."""
        common = {key: value for key, value in effect.items() if isinstance(value, int)}
        if len(common) < len(effect):
            return self.worked_out(effect, common, location, kinds, cost, reply)
        known = (*common.items(), kinds, cost, reply)  # moves that do the same share one tuple
        if known not in self._changes:
            self._changes[known] = self.worked_out(effect, common, location, kinds, cost, reply)
        return self._changes[known]

    def worked_out(
        self,
        effect: dict[str, int | dict[str, int]],
        common: dict[str, int],
        location: Location,
        kinds: tuple[str, ...],
        cost: int,
        reply: bool,
    ) -> tuple[Change, ...]:
        everyone = self.amounts(common, location)
        own: dict[int, dict[int, int]] = {}
        for name, value in effect.items():
            if isinstance(value, dict) and self.names.known(
                name, self.names.personas, Message("persona"), (*location, name), key=True
            ):
                own[self.names.personas[name]] = self.amounts(value, (*location, name))
        changes = []
        for place, reactions in enumerate(self.reactions):
            total = dict(everyone)
            for kind in kinds:
                for gauge, amount in reactions.get(kind, {}).items():
                    total[gauge] = total.get(gauge, 0) + amount
            total |= own.get(place, {})
            for gauge, amount in (
                *(self.each_reply if reply else ()),
                *([(self.cost, cost)] if cost else []),
            ):
                total[gauge] = total.get(gauge, 0) + amount
            changes.append(tuple((gauge, amount) for gauge, amount in sorted(total.items()) if amount))
        return tuple(changes)

    def amounts(self, effect: dict[str, int], location: Location) -> dict[int, int]:
        return {
            self.names.gauges[gauge]: amount
            for gauge, amount in effect.items()
            if self.is_gauge(gauge, (*location, gauge))
        }

    def is_gauge(self, name: str, location: Location) -> bool:
        if name in self.names.personas:
            message = Message(
                "“{name}” is a persona: write what is different for it, as in {{trust: +5}}.", name=name
            )
            self.source.report("effect", message, self.source.place(location))
            return False
        return self.names.known(name, self.names.gauges, Message("gauge"), location, key=True)
