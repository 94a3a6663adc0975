"""A grave fault that the case lets pass as an ordinary reply: no critical error is named for it."""

from collections.abc import Iterator, Sequence

from simulator.call.case.case import BEYOND_AUTHORITY, GAUGES, Case, Change, Changes, Move
from simulator.call.case.document import MovePart
from simulator.call.check.study import CaseRule, Remark, Study
from simulator.source.expressions import parse
from simulator.text.message import Message

GRAVE_PROMISE = 20
"""Risk, on a scale of 100, that a promise brings by itself when it cannot be kept.

An author who writes a fifth of the scale against one promise says that it is false. Promises that are only
unwise stay below.
"""
GRAVE_CLOSE = 40
"""Risk that a close and the ending it leads to bring together when somebody is hung up on.

A goodbye that leaves a complaint behind costs 20 to 35 in the bundled cases; more than that, and the goodbye
itself is the complaint.
"""
RISK = tuple(GAUGES).index("risk")


def check(study: Study) -> Iterator[Remark]:
    """Look at the replies whose kind can be a grave fault, and at what the author lets them do."""
    case = study.case
    unwarned = _reached_unwarned(case)
    warnings = _learned_by_warnings(case, study)
    for scene in case.scenes.values():
        for move in scene.moves.values():
            place = study.place("rehearsal", scene.id, "moves", move.id, key=True)
            part = study.document.rehearsal[scene.id].moves[move.id]
            beyond = case.beyond(move)
            if beyond and BEYOND_AUTHORITY not in case.critical and {"promise", "offer"} & {*move.kinds}:
                yield Remark(
                    place,
                    Message(
                        "“{move}” is more than the agent may promise, and is only refused. With a critical"
                        " error named “{name}” it can be said, and is one.",
                        move=move.id,
                        name=BEYOND_AUTHORITY,
                    ),
                )
            elif beyond or any(form.critical for form in move.all_forms):
                continue
            elif "promise" in move.kinds and _risk(_felt(move)) >= GRAVE_PROMISE:
                yield Remark(
                    place,
                    Message(
                        "The promise “{move}” brings {risk} of risk, as only a false one does, but is no"
                        " critical error. Name one, or let it do less harm.",
                        move=move.id,
                        risk=_risk(_felt(move)),
                    ),
                )
            elif "close" in move.kinds and scene.id in unwarned and not _names(part) & warnings:
                risk = max(
                    (_risk(_felt(move), case.endings[e].changes.all) for e in _ends(case, move)), default=0
                )
                if risk >= GRAVE_CLOSE:
                    yield Remark(
                        place,
                        Message(
                            "“{move}” ends the call without a warning and brings {risk} of risk, but is no"
                            " critical error. Name one, or let a warning come first.",
                            move=move.id,
                            risk=risk,
                        ),
                    )


def _felt(move: Move) -> list[Changes]:
    """What a reply may do, whatever it depends on."""
    return [form.changes for form in move.all_forms]


def _risk(*felt: Sequence[Changes]) -> int:
    """The least risk that all these together add, over all personas and all that each of them can be."""
    least = [[min(map(_added_risk, changes)) for changes in zip(*forms, strict=True)] for forms in felt]
    return min(map(sum, zip(*least, strict=True)))


def _added_risk(change: Change) -> int:
    return sum(amount for gauge, amount in change if gauge == RISK)


def _ends(case: Case, move: Move) -> list[str]:
    return [name for name in move.to.values() if name in case.endings]


def _reached_unwarned(case: Case) -> set[str]:
    """The scenes that a call can come to without a reply of the kind `warn`."""
    found = {case.opening.id}
    ways = [case.opening]
    for scene in ways:
        for move in scene.moves.values():
            for name in () if "warn" in move.kinds else move.to.values():
                if name in case.scenes and name not in found:
                    found.add(name)
                    ways.append(case.scenes[name])
    return found


def _learned_by_warnings(case: Case, study: Study) -> set[str]:
    learned: set[str] = set()
    for scene in study.document.rehearsal.values():
        for move in scene.moves.values():
            kinds = [move.kind] if isinstance(move.kind, str) else move.kind
            if "warn" in kinds:
                for learn in move.learn.values() if isinstance(move.learn, dict) else [move.learn]:
                    learned |= {learn} if isinstance(learn, str) else {*learn}
    return learned


def _names(move: MovePart) -> frozenset[str]:
    return parse(move.when).names() if move.when else frozenset()


RULE = CaseRule("critical-missing", check)
