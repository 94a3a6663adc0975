"""A gauge that does nothing: nothing changes it, or nothing looks at it."""

from collections.abc import Iterable, Iterator

from simulator.call.case.building import VARYING
from simulator.call.case.case import CELLS, COST, GAUGES, Case, Change
from simulator.call.case.chinese import name_in, names_of_gauge
from simulator.call.case.document import OTHERWISE, Document
from simulator.call.check.study import CaseRule, Remark, Study
from simulator.source.expressions import parse
from simulator.text.message import Message


def check(study: Study) -> Iterator[Remark]:
    """Compare what effects change with what conditions and the two-by-two read."""
    case, document = study.case, study.document
    changed, read = _changed(case), _read(case, document)
    for place, gauge in enumerate(case.levels):
        own = gauge.id not in GAUGES
        stated = name_in(gauge.id, document.gauges) is not None
        written = read & {*names_of_gauge(gauge.id)}
        differs = len({persona.starts[place] for persona in case.personas}) > 1
        use = _first_use(study, gauge.id)
        called = use[-1] if use[-1] in names_of_gauge(gauge.id) else gauge.id
        # One that differs by persona says who it is; a usual one may be stated for its start alone.
        if own and gauge.id not in changed and not differs:
            message = Message(
                "Nothing ever changes “{gauge}”. Let an effect do so, or take it out.", gauge=called
            )
        elif not written and (stated or differs or gauge.id in changed):
            message = Message(
                "Nothing ever looks at “{gauge}”: no condition and no part of the outcome. Let one do so, or"
                " take it out.",
                gauge=called,
            )
        else:
            continue
        yield Remark(study.place(*use, key=True), message)


def _changed(case: Case) -> set[str]:
    """The gauges that some effect changes."""
    changes: list[Change] = []
    for scene in case.scenes.values():
        changes += [change for form in scene.changes.all for change in form]
        for move in scene.moves.values():
            changes += [change for form in move.all_forms for change in form.changes]
    for ending in case.endings.values():
        changes += [change for form in ending.changes.all for change in form]
    return {case.gauges[gauge].id for change in changes for gauge, _ in change}


def _read(case: Case, document: Document) -> set[str]:
    """The names that conditions and formulas mention. The agent's budget looks at the cost."""
    texts: list[str] = []
    varied: list[object] = []
    for scene in document.rehearsal.values():
        varied += [scene.customer, scene.cue, scene.mood, scene.screen, *scene.effect.values()]
        for move in scene.moves.values():
            varied += [getattr(move, key) for key in VARYING]
            varied += [move.why, move.to, *move.effect.values()]
            texts += [move.when] if move.when else []
    for ending in document.endings.values():
        varied += [ending.customer, ending.why, *ending.effect.values()]
        texts += [ending.when] if ending.when else []
    texts += [text for one in varied for text in _conditions(one)]
    for side in ("customer", "company"):
        for space in ("business", "personal"):
            stated = getattr(getattr(document.outcome, side), space)
            texts.append(stated if stated is not None else getattr(CELLS, f"{side}_{space}"))
    read = {name for text in texts for name in parse(text).names()}
    moves = (move for scene in case.scenes.values() for move in scene.moves.values())
    if any(form.cost for move in moves for form in move.all_forms):
        read.add(case.gauges[COST].id)
    return read


def _conditions(varied: object) -> list[str]:
    return [text for text in varied if text != OTHERWISE] if isinstance(varied, dict) else []


def _first_use(study: Study, gauge: str) -> tuple[str, ...]:
    """Where a gauge is stated; or else the first effect or start that names it, for its place."""
    document = study.document
    places: list[tuple[tuple[str, ...], Iterable[str]]] = [(("gauges",), document.gauges)]
    for name, persona in document.personas.items():
        places.append((("personas", name, "starts"), persona.starts))
        places += ((("personas", name, "reacts", kind), felt) for kind, felt in persona.reacts.items())
    for name, scene in document.rehearsal.items():
        places.append((("rehearsal", name, "effect"), scene.effect))
        places += (
            (("rehearsal", name, "moves", key, "effect"), move.effect) for key, move in scene.moves.items()
        )
    for way, keys in places:
        written = name_in(gauge, keys)
        if written is not None:
            return (*way, written)
    return ("rehearsal",)


RULE = CaseRule("idle-gauge", check)
