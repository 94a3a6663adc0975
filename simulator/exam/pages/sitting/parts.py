"""What the page of a paper shows: the questions as this examinee sees them, and how the sitting stands.

All that leaves the server of a question goes through `PresentedQuestion` (see `exam.sitting.presenting`);
nothing here looks at a key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from simulator.exam.sitting.answering import needed, shown_answer
from simulator.exam.sitting.presenting import PresentedQuestion
from simulator.exam.sitting.sitting import Absence, Sitting
from simulator.text.language import Language
from simulator.text.message import Message
from simulator.web.visit import Visit

from .live import LiveSitting


@dataclass(frozen=True, slots=True)
class AskedCall:
    """How the call of a question can be taken: where it begins or goes on; neither once it is over."""

    begin: str | None = None
    """The address to post to."""
    go_on: str | None = None


class Calls(Protocol):
    """Who lets cases be taken inside an exam: `app.state.calls`."""

    def part(self, visit: Visit, live: LiveSitting, shown: PresentedQuestion) -> AskedCall:
        """How the call of a question stands."""

    async def look(self, live: LiveSitting) -> None:
        """See which calls of a held sitting have come to their end since."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of the paper with what has been answered so far."""

    shown: PresentedQuestion
    given: Any
    """The answer by tokens, or as it was typed; None where there is none."""
    flagged: bool
    closed: bool
    """Whether opening the handbook has closed it."""
    call: AskedCall | None = None
    needed: Message | None = None
    """What the answer still lacks."""
    ranks: Mapping[str, str] | None = None
    """Numbers given to what is to be put in order that could not be saved, by token."""

    @property
    def answered(self) -> bool:
        """Whether there is an answer that lacks nothing; for a case, whether the call was begun."""
        return self.given is not None and self.needed is None


@dataclass(frozen=True, slots=True)
class ClausePart:
    """A clause of the handbook."""

    text: str
    lang: Language


@dataclass(frozen=True, slots=True)
class HandbookEntry:
    """A policy as it reads on the day of the exam."""

    title: str
    lang: Language
    effective: date
    summary: str
    clauses: tuple[ClausePart, ...]


@dataclass(frozen=True, slots=True)
class SittingStand:
    """The state of a sitting at a moment."""

    left: float
    """Seconds."""
    deadline: datetime | None
    paused: bool
    paused_for: str
    """Why, as the invigilator wrote it."""
    interventions: int
    """How often an invigilator has done something."""
    extra: int
    """Minutes."""
    away: bool
    absences: tuple[Absence, ...]
    gone: timedelta
    """In all."""


def question_parts(visit: Visit, live: LiveSitting) -> tuple[AskedQuestion, ...]:
    """The questions in the order shown."""
    calls: Calls = visit.request.app.state.calls
    state, parts = live.state, []
    for shown in live.shown(visit.language).questions:
        is_case = shown.kind == "case"
        stored = (state.cases if is_case else state.answers).get(shown.place)
        parts.append(
            AskedQuestion(
                shown=shown,
                given=shown_answer(shown, stored),
                flagged=shown.place in state.flags,
                closed=state.handbook is not None and not shown.lookup,
                call=calls.part(visit, live, shown) if is_case else None,
                needed=None if is_case else needed(live.questions[shown.place], stored),
            )
        )
    return tuple(parts)


def sitting_part(state: Sitting, moment: datetime) -> SittingStand:
    """The state of a sitting at a moment."""
    ended = state.finished(moment)
    gone = sum((absence.lasted(ended or moment) for absence in state.absences), timedelta())
    return SittingStand(
        left=state.remaining(moment).total_seconds(),
        deadline=state.deadline(moment),
        paused=state.paused,
        paused_for=state.paused_for if state.paused else "",
        interventions=state.interventions,
        extra=state.extra,
        away=state.away,
        absences=state.absences,
        gone=gone,
    )


def standing(state: Sitting, moment: datetime) -> dict[str, Any]:
    """The same for the script of the page: it is told with every answer, so it is short."""
    part = sitting_part(state, moment)
    return {
        "left": round(part.left, 1),
        "paused": part.paused,
        "reason": part.paused_for,
        "seen": part.interventions,
        "over": state.over(moment),
        "extra": part.extra,
        "away": part.away,
        "absences": len(part.absences),
        "gone": round(part.gone.total_seconds()),
    }


def handbook(live: LiveSitting, language: Language) -> tuple[HandbookEntry, ...]:
    """The policies of the exam's desk as they read on its day."""
    exam, entries = live.paper.exam, []
    asked = {question.policy for question in live.questions}  # a rule of all desks stands under one of them
    for policy in live.paper.bank.policies.values():
        version = policy.as_of(exam.day)
        if (policy.desk == exam.desk or policy.id in asked) and version is not None:
            lang = policy.title.language_in(language)
            clauses = (ClausePart(text.said_in(lang), lang) for text in version.clauses.values())
            entries.append(
                HandbookEntry(
                    title=policy.title.said_in(lang),
                    lang=lang,
                    effective=version.effective,
                    summary=version.summary.said_in(lang),
                    clauses=tuple(clauses),
                )
            )
    return tuple(sorted(entries, key=lambda entry: entry.title))
