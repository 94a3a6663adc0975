"""The parts of a play's page, drawn alone or inside of it: each stage has one.

What the template of a part is given: `t`, `url`, `csrf_field()`, `case_lang(language)`, `language` (the
page's), `spoken` (the case's), `lang` (the attribute for that), `name` (of the attempt), `version` (how many
entries the page has seen), `key` (what the keys of its forms begin with), `news` (the verb of the move that
brought it; None on a whole page), `paper` (the address of the question in an exam that the play is the call
of; None for any other), and `part` or `change` as its stage makes them. `it` has all of this once
more, to be handed to macros: those that are imported with the context would be made anew for every answer.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from itertools import count
from types import SimpleNamespace
from typing import Any, cast

from markupsafe import Markup

from simulator.call.case.case import Stage
from simulator.call.play.machine import NEXT
from simulator.call.report.moment import left_to_spend
from simulator.call.report.recording import clock
from simulator.render.rendering import language_attribute
from simulator.text.message import Message
from simulator.web.rendering import csrf_field, environment
from simulator.web.services import now
from simulator.web.visit import Visit

from .analysis import analysis_part
from .live import LiveAttempt, MoveMade
from .rehearsal import (
    OpenReply,
    PhoneLine,
    RehearsalPart,
    ShownTurn,
    call_desk,
    known_by_now,
    on_screen,
    open_replies,
    state_of_line,
    turn_after,
)
from .replay import replay_change, replay_part

PARTS = {
    Stage.REPLAY: "plays/replay.html.j2",
    Stage.ANALYSIS: "plays/analysis.html.j2",
    Stage.REHEARSAL: "plays/rehearsal.html.j2",
}
STAGE_NAMES = {
    Stage.REPLAY: Message("Replay"),
    Stage.ANALYSIS: Message("Analysis"),
    Stage.REHEARSAL: Message("Rehearsal"),
}

_REPLIES = "plays/rehearsal_parts.html.j2"
_MOST_LISTS = 4096
"""Lists of replies kept as they are drawn; each is about a kilobyte."""
_NAME = "-name-"
_THIS_PROCESS = secrets.token_urlsafe(12)
_numbers = count(1)
_patterns: dict[str, str] = {}
"""Addresses by route, with _NAME where an attempt's name belongs."""


def drawn(visit: Visit, live: LiveAttempt, template: str, values: Mapping[str, object]) -> str:
    """A template of a part alone, without the page around it."""
    return environment().get_template(template).render(part_values(visit, live, values))


def part_values(visit: Visit, live: LiveAttempt, values: Mapping[str, object]) -> dict[str, object]:
    """What a part is given: what every part is, and what its stage makes."""
    every = {**given(visit, live), **values}
    return {**every, "it": SimpleNamespace(**every)}


def given(visit: Visit, live: LiveAttempt) -> dict[str, object]:
    """What every part is given."""
    token = csrf_field(visit.csrf)
    case_lang, spoken = language_attribute(visit.language), live.play.case.language
    lang = case_lang(spoken)
    return {
        "t": visit.t,
        "url": _addresses(visit),
        "csrf_field": lambda: token,
        "case_lang": case_lang,
        "lang": lang,
        "language": visit.language,
        "spoken": spoken,
        "name": live.name,
        "version": live.version,
        "key": new_key(),
        "news": None,
        "paper": _paper(visit, live),
        "list": lambda replies: _drawn_replies(replies, lang),
    }


def new_key() -> str:
    """A key for a form that must not count twice; it need not be a secret, only never the same again."""
    return f"{_THIS_PROCESS}-{next(_numbers)}"


def stage_of(live: LiveAttempt) -> Stage:
    """The stage whose part is shown; a call that has ended is still shown as one."""
    return live.play.stage or live.stages[-1]


def whole_part(visit: Visit, live: LiveAttempt) -> dict[str, object]:
    """What the part of the present stage shows, with all that came before it."""
    play, t = live.play, visit.t
    match stage_of(live):
        case Stage.REPLAY:
            return {"part": replay_part(play.case, play.progress.replay, t)}
        case Stage.ANALYSIS:
            return {"part": analysis_part(play.case, play.progress.replay, play.progress.analysis, t)}
    desk = call_desk(play, t)
    part = replace(_rehearsal(visit, live, desk.turns[-1]), screen=on_screen(desk.turns))
    return {"desk": desk, "part": part, "title": play.case.title}


def changed_part(visit: Visit, live: LiveAttempt, made: MoveMade) -> str | None:
    """What a move has changed in the part that the page shows; None where that is not known any more."""
    play, t, before = live.play, visit.t, made.before
    if before is None or made.version != live.version:
        return None
    if made.stage is Stage.REPLAY:
        change = replay_change(play.case, before.replay, play.progress.replay, t)
        return drawn(visit, live, "plays/replay_change.html.j2", {"change": change})
    verb = (made.move or "").partition(" ")[0]
    if made.stage is Stage.ANALYSIS:
        part = analysis_part(play.case, play.progress.replay, play.progress.analysis, t)
        # another question looks further back, so it changes more than itself
        template = "plays/analysis.html.j2" if verb == NEXT else "plays/analysis_question.html.j2"
        return drawn(visit, live, template, {"part": part, "news": verb})
    news = "undo" if made.move is None else "say"
    it = given(visit, live) | {"news": news}
    # called by itself, without a template around it: this is what is asked for most
    macros = environment().get_template(_REPLIES).module
    return str(cast(Any, macros).change(SimpleNamespace(**it), _after(visit, live, made)))


def _after(visit: Visit, live: LiveAttempt, made: MoveMade) -> RehearsalPart:
    """What a reply, or taking one back, has changed; what is sent does not grow with the call."""
    assert made.before is not None
    assert made.before.rehearsal is not None
    position = live.play.progress.rehearsal
    assert position is not None
    number = len(live.play.moves) - live.play.before_call
    if made.move is None:
        turns = call_desk(live.play, visit.t).turns
        before = _rehearsal(visit, live, turns[-1])
        return replace(before, screen=on_screen(turns), taken_back=number + 1)
    said = turn_after(live.play.case, number, made.before.rehearsal, made.move, position, visit.t)
    part = _rehearsal(visit, live, said)
    return replace(part, said=said, screen=on_screen([said]), screen_changed=said.screen is not None)


def _rehearsal(visit: Visit, live: LiveAttempt, latest: ShownTurn) -> RehearsalPart:
    play, t = live.play, visit.t
    position = play.progress.rehearsal
    assert position is not None
    waits, pressed = not play.over and latest.on_hold, latest.control
    return RehearsalPart(
        _line(live, state_of_line(pressed, play.over, waits, t), waits or pressed == "hold", now()),
        latest,
        () if play.over else open_replies(play.case, position, t),
        live.may_undo,
        left_to_spend(play.case, position),
        play.case.budget,
        known_by_now(play.case, position),
    )


def _line(live: LiveAttempt, state: str, held: bool, moment: datetime) -> PhoneLine:
    over = live.play.over
    began = live.call_began(moment)
    return PhoneLine(
        state,
        held and not over,
        over,
        began.isoformat(timespec="seconds"),
        moment.isoformat(timespec="seconds") if over else None,
        clock(int((moment - began).total_seconds())),
    )


def _paper(visit: Visit, live: LiveAttempt) -> str | None:
    exam = live.exam
    return None if exam is None else f"{visit.url('sitting', exam=exam.exam)}?question={exam.question}"


@lru_cache(maxsize=_MOST_LISTS)
def _drawn_replies(replies: tuple[OpenReply, ...], lang: Markup) -> Markup:
    macros = cast(Any, environment().get_template(_REPLIES).module)
    return Markup(macros.list(replies, lang))


def _addresses(visit: Visit) -> Callable[..., str]:
    """What `visit.url` does, without looking through all routes for those that every move needs."""

    def address(route: str, **path: object) -> str:
        if path.keys() != {"name"}:
            return visit.url(route, **path)
        pattern = _patterns.get(route)
        if pattern is None:
            pattern = _patterns[route] = visit.url(route, name=_NAME)
        return pattern.replace(_NAME, str(path["name"]))  # names of attempts need no quoting

    return address
