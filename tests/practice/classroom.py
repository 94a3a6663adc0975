"""A class at work: real plays of the small case as training looks at them, and people who made them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

from simulator import Case, Play, Stage, load_case
from simulator.call.review.review import review
from simulator.call.solver.judging import Judge
from simulator.people.person import Person, Role
from simulator.practice.findings import findings
from simulator.practice.standing import Played
from simulator.practice.store import Result, result_of
from tests.call.report.reviewed import judge_of
from tests.conftest import SMALL_CASE

BEGINNING = datetime(2026, 11, 2, 9, tzinfo=UTC)
CASE = load_case(SMALL_CASE)
LI, WANG, ZHAO = (
    Person(n, name.lower(), name, Role.TRAINEE, 1) for n, name in enumerate(("Li", "Wang", "Zhao"), 1)
)

HEARD = ["hear all", "mark 2 repeated", "mark 2 key", "mark 3 heated", "next"]
"""Found 2 repeated and the key sentence; line 3 is a false mark."""
WON = ["feel-it", "when-expected", "send-courier"]
WON_HURRIED = [
    "feel-it",
    "when-expected",
    *["read-status"] * 3,
    "send-courier",
    "back-to-door",
    "send-courier",
]
HUNG_UP = ["when-expected", "hang-up"]
BOUGHT_OFF = ["feel-it", "offer-voucher", "close-it"]
RIGHT, WRONG = ["suppose worried 80", "next"], ["suppose money 90", "next"]
QUESTIONS = [
    "answer mother", "next", "answer twice mother", "next", "answer who door", "next", "answer hear check act", "next",
]  # fmt: skip


@cache
def judge() -> Judge:
    """Who judges the calls of the small case."""
    return judge_of(CASE)


def play_of(moves: Sequence[str], persona: str = "worried", stage: str | None = "rehearsal") -> Play:
    """A play of the small case."""
    play = Play.start(CASE, persona, None if stage is None else Stage(stage))
    for move in moves:
        play.push(move)
    return play


def attempt(
    moves: Sequence[str],
    person: Person | None = LI,
    day: int = 0,
    persona: str = "worried",
    stage: str | None = "rehearsal",
    graded: bool = True,
) -> Played:
    """An attempt at the small case, made on a day that is counted from the beginning; with its findings if over."""
    play = play_of(moves, persona, stage)
    at = BEGINNING + timedelta(days=day)
    return Played(
        name=f"a{day}-{'nobody' if person is None else person.name}-{persona}",
        person=None if person is None else person.id,
        case=CASE.id,
        started=at,
        updated=at + timedelta(minutes=9),
        persona=persona,
        stage=play.stage_played,
        at=play.stage,
        result=result_of(play),
        findings=findings(play, review(play, judge()) if graded else None) if play.over else None,
    )


def elsewhere(case: str, day: int, result: Result | None = None, person: Person = LI) -> Played:
    """An attempt at another case, of which nothing more is known."""
    at = BEGINNING + timedelta(days=day)
    return Played(
        f"{case}-{day}",
        person.id,
        case,
        at,
        at + timedelta(minutes=9),
        persona="" if result is None else result.persona,
        at=Stage.REPLAY if result is None else None,
        result=result,
    )


def renamed(case: str, difficulty: int = 2) -> Case:
    """The small case under another name."""
    return replace(CASE, id=case, title=case.title(), difficulty=difficulty)
