"""How far somebody is with a case; mastered is what was won several times running, with other customers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from simulator.call.case.case import Case, Stage
from simulator.call.play.outcome import Verdict
from simulator.text.message import Message

from .findings import Findings
from .store import Result

WINS_NEEDED = 3


@dataclass(frozen=True, slots=True)
class Mastery:
    """How far a trainee has mastered a case: the personas won in a row, against how many it takes."""

    needed: int
    run: tuple[str, ...] = ()

    @property
    def mastered(self) -> bool:
        """Whether the run is long enough."""
        return len(self.run) >= self.needed


def mastery(case: Case, results: Iterable[Result], needed: int = WINS_NEEDED) -> Mastery:
    """The mastery that results in the order of play amount to.

    A win counts when the verdict is win-win and no critical error was made. A persona won again within the
    run counts once; anything but a win ends the run. Results without a rehearsal say nothing. A case with
    fewer personas than `needed` takes one win with each. Personas that the case no longer has do not count.
    """
    personas = {persona.id for persona in case.personas}
    run: list[str] = []
    for result in results:
        if result.verdict is None or result.persona not in personas:
            continue
        if not won(result):
            run.clear()
        elif result.persona not in run:
            run.append(result.persona)
    return Mastery(min(needed, len(personas)), tuple(run))


def won(result: Result) -> bool:
    """Whether a result is a win that counts."""
    return result.verdict is Verdict.WIN_WIN and not result.critical


@dataclass(frozen=True, slots=True)
class Played:
    """An attempt as training looks at it. Attempts that only try a case out do not belong here.

    `person` is None once the account was deleted; `stage` is the one stage that was played, None for the
    whole case; `at` is the stage that an unfinished play is in.
    """

    name: str
    person: int | None
    case: str
    started: datetime
    updated: datetime
    persona: str = ""
    stage: Stage | None = None
    at: Stage | None = None
    result: Result | None = None
    findings: Findings | None = None

    @property
    def finished(self) -> bool:
        """Whether it has come to its debrief."""
        return self.result is not None

    @property
    def called(self) -> bool:
        """Whether a call was made in it to its end."""
        return self.result is not None and self.result.verdict is not None

    @property
    def won(self) -> bool:
        """Whether that call is a win that counts: without a critical error."""
        return self.result is not None and won(self.result)

    @property
    def score(self) -> int:
        """The win-win score of that call, 0-100; 0 where there was none."""
        return self.result.score or 0 if self.result else 0


def most_telling(calls: Sequence[Played]) -> Played | None:
    """The call to show of several with one customer: the best that was won, or else the last; None of none.

    `calls` are in the order in which they were begun.
    """
    won_calls = [call for call in calls if call.won]
    return max(won_calls, key=lambda call: call.score) if won_calls else calls[-1] if calls else None


class Status(Enum):
    """How far somebody is, from nothing to everything: finished means a call that was made to its end."""

    NOT_BEGUN = "not-begun"
    BEGUN = "begun"
    FINISHED = "finished"
    WON = "won"
    MASTERED = "mastered"


STATUSES = {
    Status.NOT_BEGUN: Message("not begun yet"),
    Status.BEGUN: Message("begun"),
    Status.FINISHED: Message("finished, not won yet"),
    Status.WON: Message("won, not mastered yet"),
    Status.MASTERED: Message("mastered"),
}

_AT = {
    Stage.REPLAY: Message("listening to the recorded call"),
    Stage.ANALYSIS: Message("finding the expectation"),
    Stage.REHEARSAL: Message("on the call"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How far somebody is with a case. `best` is the best win-win score, 0-100."""

    status: Status
    mastery: Mastery
    attempts: int = 0
    calls: int = 0
    """Calls that came to an end."""
    wins: int = 0
    best: int | None = None
    last: datetime | None = None
    """When something was last done."""
    open: Played | None = None
    """The unfinished attempt to go on with: the one that was worked on last."""

    @property
    def words(self) -> Message:
        """Where somebody is, in a word or two; the stage of an open attempt if that is all there is."""
        if self.status is Status.BEGUN and self.open is not None and self.open.at is not None:
            return _AT[self.open.at]
        return STATUSES[self.status]

    @property
    def open_words(self) -> Message | None:
        """The stage that the open attempt is in, if there is one."""
        return None if self.open is None or self.open.at is None else _AT[self.open.at]


def standing(case: Case, attempts: Sequence[Played], needed: int = WINS_NEEDED) -> Standing:
    """How far one person is with a case, by all their attempts, of this and of other cases, in any order."""
    own = sorted((played for played in attempts if played.case == case.id), key=begun)
    calls = [played for played in own if played.called]
    wins = sum(played.won for played in calls)
    mastered = mastery(case, [played.result for played in calls if played.result is not None], needed)
    scores = [played.result.score for played in calls if played.result and played.result.score is not None]
    return Standing(
        status=(
            Status.MASTERED
            if mastered.mastered
            else Status.WON
            if wins
            else Status.FINISHED
            if calls
            else Status.BEGUN
            if own
            else Status.NOT_BEGUN
        ),
        mastery=mastered,
        attempts=len(own),
        calls=len(calls),
        wins=wins,
        best=max(scores, default=None),
        last=max((played.updated for played in own), default=None),
        open=max(
            (played for played in own if not played.finished),
            key=lambda played: (played.updated, played.name),
            default=None,
        ),
    )


def begun(played: Played) -> tuple[datetime, str]:
    """What attempts are sorted by into the order in which they were begun."""
    return played.started, played.name


def by_case(attempts: Iterable[Played]) -> Mapping[str, list[Played]]:
    """Attempts by their case, each in the order in which they were begun; none for a case without any."""
    found: dict[str, list[Played]] = defaultdict(list)
    for played in sorted(attempts, key=begun):
        found[played.case].append(played)
    return found
