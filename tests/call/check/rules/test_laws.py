"""What rules claim about play, against plain walks over every call of cases made at random."""

from collections.abc import Iterator
from functools import cache
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings

from simulator import Case
from simulator.call.case.case import Move, Position, Varied
from simulator.call.check.rules import all_rules, told_apart_at_once
from simulator.call.check.rules.repeated_line import LEAST
from simulator.call.check.study import Study
from simulator.call.play import rehearsal as call
from simulator.call.play.outcome import Verdict, outcome
from simulator.call.solver.observing import Heard, heard
from tests.call.solver.small_cases import small_texts

from .rehearsed import played, remarks, study_of

generated = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
Ways = dict[str, Position]


def following(case: Case, position: Position) -> Ways:
    """The positions that legal replies lead to."""
    if outcome(case, position):
        return {}
    return {move.id: call.reply(case, position, move) for move in call.legal_replies(case, position)}


def reachable(case: Case) -> dict[Position, Ways]:
    """Every position of every persona, with its ways on."""
    found: dict[Position, Ways] = {}
    pending = [call.opening(case, persona) for persona in range(len(case.personas))]
    while pending:
        position = pending.pop()
        if position not in found:
            found[position] = following(case, position)
            pending += found[position].values()
    return found


def decent(case: Case, position: Position, ways: Ways) -> Ways:
    """The ways on that are no traps; all of them where there is nothing else to say."""
    if position.scene not in case.scenes:
        return ways
    moves = case.scenes[position.scene].moves
    return {move: after for move, after in ways.items() if not moves[move].trap} or ways


def wins(case: Case, position: Position) -> Iterator[tuple[str, ...]]:
    """Every list of replies that wins from a position without a trap."""
    achieved = outcome(case, position)
    if achieved is not None and achieved.verdict is Verdict.WIN_WIN:
        yield ()
    for move, after in decent(case, position, following(case, position)).items():
        for rest in wins(case, after):
            yield (move, *rest)


def places(rule: str, study: Study) -> list[tuple[int, int]]:
    """Where a rule finds something, in reading order."""
    return sorted({(remark.place.line, remark.place.column) for remark in remarks(rule, study)})


def place(study: Study, *location: str, key: bool = True) -> tuple[int, int]:
    """The line and column of something in the case's file."""
    found = study.place(*location, key=key)
    return found.line, found.column


@generated
@given(text=small_texts())
def test_what_is_never_reached(text: str) -> None:
    """A scene, an ending or a reply would be called unreachable that some call comes to, or would not be."""
    study = study_of(text)
    case, found = study.case, reachable(study.case)
    been = {position.scene for position in found}
    said = {(position.scene, move) for position, ways in found.items() for move in ways}
    open_somewhere = {
        (position.scene, move.id)
        for position in found
        if position.scene in case.scenes
        for move in case.scenes[position.scene].moves.values()
        if move.when is None or move.when(position)
    }
    assert places("unreachable-scene", study) == [
        place(study, "rehearsal", name) for name in case.scenes if name not in been
    ]
    assert places("unreachable-ending", study) == sorted(
        place(study, "endings", name) for name in case.endings if name not in been
    )
    assert places("unreachable-move", study) == sorted(
        place(study, "rehearsal", scene, "moves", move)
        for scene, move in open_somewhere
        if (scene, move) not in said
    )


@generated
@given(text=small_texts())
def test_conditions(text: str) -> None:
    """A condition would be said never to hold, or always, of which some call shows the contrary."""
    study = study_of(text)
    case, found = study.case, reachable(study.case)
    verdicts: dict[tuple[str, ...], set[bool]] = {}

    def look(location: tuple[str, ...], varied: Varied[Any], texts: list[str], position: Position) -> None:
        conditions = [text for text in texts if text != "otherwise"]
        for number, condition in enumerate(conditions):
            guards = [
                guard for place, (guard, _) in enumerate(varied.cases) if varied.origin(place) == number
            ]
            holds = any(guard(position) for guard in guards)
            verdicts.setdefault((*location, condition), set()).add(holds)
            if holds:
                return

    for position, ways in found.items():
        if position.scene not in case.scenes:
            continue
        scene, part = case.scenes[position.scene], study.document.rehearsal[position.scene]
        if isinstance(part.customer, dict):
            look(("rehearsal", scene.id, "customer"), scene.customer, list(part.customer), position)
        if isinstance(part.mood, dict) and scene.mood is not None:
            look(("rehearsal", scene.id, "mood"), scene.mood, list(part.mood), position)
        for move in scene.moves.values():
            way, to = ("rehearsal", scene.id, "moves", move.id), part.moves[move.id].to
            if move.when is not None:
                verdicts.setdefault((*way, "when"), set()).add(bool(move.when(position)))
            if move.id in ways and move.forms is not None:
                for keys, varied in zip(move.forms.keys, move.forms.parts, strict=True):
                    written: Any = getattr(part.moves[move.id], keys[0])
                    written = written[keys[1]] if len(keys) > 1 else written
                    if isinstance(written, dict):
                        look((*way, *keys), varied, list(written), position)
            if move.id in ways and isinstance(to, dict):
                gauges, said = list(position.gauges), move.at(position)
                for gauge, amount in said.changes[position.persona]:
                    least, most = case.ranges[gauge]
                    gauges[gauge] = max(least, min(most, gauges[gauge] + amount))
                felt = position._replace(gauges=tuple(gauges), flags=position.flags | said.sets)
                look((*way, "to"), move.to, list(to), felt)
    for rule, verdict in (("guard-never-true", {False}), ("guard-always-true", {True})):
        assert places(rule, study) == sorted(
            place(study, *location, key=location[-1] != "when")
            for location, seen in verdicts.items()
            if seen == verdict
        )


@generated
@given(text=small_texts())
def test_calls_that_stand_still(text: str) -> None:
    """A call that can stand still would not be found, or one that cannot would be."""
    study = study_of(text)
    found = reachable(study.case)
    stuck = {p.scene for p, ways in found.items() if not ways and outcome(study.case, p) is None}
    assert places("no-move-left", study) == sorted(place(study, "rehearsal", s, "moves") for s in stuck)
    for remark in remarks("no-move-left", study):
        assert remark.witness is not None
        assert played(study, remark.witness).legal_moves() == []


@generated
@given(text=small_texts())
def test_ways_to_win(text: str) -> None:
    """A persona would be called impossible, or possible in one way only, of whom all calls show the contrary."""
    study = study_of(text)
    ways = {
        persona.id: list(wins(study.case, call.opening(study.case, number)))
        for number, persona in enumerate(study.case.personas)
    }
    assert places("no-win-win", study) == sorted(
        {place(study, "personas", persona.split(".")[0]) for persona, won in ways.items() if not won}
    )
    found = {r.witness.persona: [r.witness.moves] for r in remarks("one-way-to-win", study) if r.witness}
    assert found == {persona: won for persona, won in ways.items() if len(won) == 1}


@generated
@given(text=small_texts())
def test_replies_that_make_no_difference(text: str) -> None:
    """A reply would be called useless, or a scene indifferent, of which some call shows the contrary."""
    study = study_of(text)
    case, found = study.case, reachable(study.case)

    @cache
    def best(position: Position) -> int:
        achieved = outcome(case, position)
        after = decent(case, position, found[position]).values()
        return achieved.score if achieved else max(map(best, after), default=-1)

    def meant_wrong(move: Move) -> bool:
        forms = move.all_forms
        beyond = all(form.authority > case.authority or form.cost > case.budget for form in forms)
        return beyond or move.trap or any(form.critical is not None for form in forms)

    dominated, same = set(), set()
    for scene in case.scenes.values():
        here = [ways for position, ways in found.items() if position.scene == scene.id]
        if any(len(ways) > 1 for ways in here) and all(len(set(ways.values())) <= 1 for ways in here):
            same.add(place(study, "rehearsal", scene.id, "moves"))
        for move in scene.moves.values():
            ways_with = [ways for ways in here if move.id in ways]
            for other in scene.moves.values():
                if meant_wrong(move) or other.trap or scene.id in other.to.values():
                    continue
                if all(other.id in ways for ways in ways_with):
                    lost = [best(ways[other.id]) - best(ways[move.id]) for ways in ways_with]
                    if min(lost, default=0) >= 0 and max(lost, default=0) >= 5:
                        dominated.add(place(study, "rehearsal", scene.id, "moves", move.id))
    assert places("dominated-move", study) == sorted(dominated)
    assert places("same-result", study) == sorted(same)


@generated
@given(text=small_texts())
def test_one_list_for_all(text: str) -> None:
    """A list that does for all personas would be missed, or be claimed where there is none."""
    study = study_of(text)
    case = study.case
    best = [int(solution.best[0]) for solution in study.solutions]

    def common(positions: tuple[Position, ...]) -> bool:
        achieved = [outcome(case, position) for position in positions]
        if all(achieved):
            return all(a is not None and a.score >= b - 3 for a, b in zip(achieved, best, strict=True))
        ways = [decent(case, position, following(case, position)) for position in positions]
        return any(
            common(tuple(way[move] for way in ways)) for move in ways[0] if all(move in way for way in ways)
        )

    openings = tuple(call.opening(case, persona) for persona in range(len(case.personas)))
    found = remarks("same-best-plan", study)
    assert bool(found) == (min(best) >= 0 and common(openings))
    for remark in found:
        assert remark.witness is not None
        for number, persona in enumerate(case.personas):
            play = played(study, remark.witness.__class__(persona.id, remark.witness.moves))
            achieved = play.outcome()
            assert achieved is not None
            assert achieved.score >= best[number] - 3


@generated
@given(text=small_texts())
def test_no_rule_breaks(text: str) -> None:
    """A case that is odd but can be played would end the checker with a traceback; witnesses would not play."""
    study = study_of(text)
    for rule in all_rules().values():
        if rule.about_play:
            remarks(rule.id, study)


def said(case: Case, position: Position) -> tuple[str | None, str]:
    """Who speaks at a position, nobody for the customer, and the words; none at an ending without words."""
    scene = case.scenes.get(position.scene)
    if scene is not None:
        return scene.speaker, scene.customer.at(position)
    ending = case.endings[position.scene]
    return None, ending.customer.at(position) if ending.customer else ""


@generated
@given(text=small_texts())
def test_words_that_come_twice(text: str) -> None:
    """A customer would be said to repeat a line that no call repeats, or a repeated line would not be found."""
    with patch.dict(LEAST, en=1):
        study = study_of(text)
        found = remarks("repeated-line", study)
    case, ways = study.case, reachable(study.case)

    def later(position: Position) -> set[tuple[str | None, str]]:
        """Everything that can be heard after a position."""
        pending, been = [*ways[position].values()], set()
        while pending:
            here = pending.pop()
            if here not in been:
                been.add(here)
                pending += ways[here].values()
        return {said(case, here) for here in been}

    twice = {said(case, position) for position in ways if said(case, position) in later(position)} - {
        (None, "")
    }
    first: dict[tuple[str | None, str], tuple[int, int]] = {}
    for scene in case.scenes.values():
        for words in scene.customer.values():
            first.setdefault((scene.speaker, words), place(study, "rehearsal", scene.id, "customer"))
    assert sorted({(r.place.line, r.place.column) for r in found}) == sorted(
        {first[words] for words in twice}
    )
    for remark in found:
        assert remark.witness is not None
        play = played(study, remark.witness)
        position = call.opening(case, case.persona_place(remark.witness.persona))
        heard_words = [said(case, position)]
        for step in call.spoken(case, position, play.moves):
            heard_words.append(said(case, step.after))
        assert heard_words.count(heard_words[-1]) > 1


@generated
@given(text=small_texts())
def test_who_is_singled_out_early(text: str) -> None:
    """A caller would be said to be given away whom others still sound like, or one who is would not be found."""
    with patch.object(told_apart_at_once, "LONG_ENOUGH", 0):
        study = study_of(text)
        found = {
            r.witness.persona: len(r.witness.moves) for r in remarks("told-apart-at-once", study) if r.witness
        }
    case = study.case

    def replies(position: Position) -> list[Move]:
        return sorted(call.legal_replies(case, position), key=lambda move: move.say)

    def people(group: dict[int, Position]) -> int:
        """How many personas a group of callers is, with whatever records."""
        return len({case.personas[persona].kind for persona in group})

    def alone(group: dict[int, Position], replied: int) -> Iterator[tuple[int, int]]:
        """Who is singled out from those who sound alike, and after how many replies."""
        if replied == 2 or outcome(case, next(iter(group.values()))):
            return
        for rank in range(len(replies(next(iter(group.values()))))):
            answers: dict[Heard, dict[int, Position]] = {}
            for persona, position in group.items():
                after = call.reply(case, position, replies(position)[rank])
                answers.setdefault(heard(case, after), {})[persona] = after
            for answer in answers.values():
                if people(answer) > 1:
                    yield from alone(answer, replied + 1)
                else:
                    yield from ((one, replied + 1) for one in answer if outcome(case, answer[one]) is None)

    openings: dict[Heard, dict[int, Position]] = {}
    for persona in range(len(case.personas)):
        position = call.opening(case, persona)
        openings.setdefault(heard(case, position), {})[persona] = position
    singled: dict[str, int] = {}
    for group in openings.values():
        for persona, replied in alone(group, 0) if people(group) > 1 else ():
            name = case.personas[persona].id
            singled[name] = min(replied, singled.get(name, 9))
    once = {one.kind: one.id for one in reversed(case.personas) if one.id in singled}
    assert found == {name: singled[name] for name in once.values()}
