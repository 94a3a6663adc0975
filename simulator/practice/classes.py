"""A class at a case, for its trainer: who is where, where calls are lost, what is overheard and supposed."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from simulator.call.case.case import Case, Detail, Stage
from simulator.call.play.scoring import DetailsFound
from simulator.call.solver.typical import SaidReply, temperature_of
from simulator.people.person import Person
from simulator.text.proportion import FEW, Proportion

from .calibration import Calibration, calibration, first_beliefs, last_beliefs
from .findings import Findings, ReplyFinding
from .standing import WINS_NEEDED, Played, Standing, Status, begun, standing


@dataclass(frozen=True, slots=True)
class ClassMember:
    """Somebody of the class, and how far they are."""

    person: Person
    standing: Standing


@dataclass(frozen=True, slots=True)
class SceneLoss:
    """How many win-wins a scene cost.

    `lost` is of the reviewed calls that came there while a win-win was still to be had; `calls` are all the
    reviewed calls. `unseen` of the losses could not be foreseen by what had been heard.
    """

    scene: str
    customer: str
    """What the customer says there, when nothing else applies."""
    lost: Proportion
    calls: int
    unseen: int


@dataclass(frozen=True, slots=True)
class WrongMove:
    """A move that lost something: how often it was chosen so, of the times that it was open.

    `people` is how many people chose it (people without an account count as one), `loss` what it lost on
    average when it did, in points of 100.
    """

    scene: str
    move: str
    say: str
    chosen: Proportion
    people: int
    loss: float


@dataclass(frozen=True, slots=True)
class MissedDetail:
    """A detail of a line (counted from 1), and how many of those who heard the call missed it."""

    line: int
    words: str
    detail: Detail
    why: str
    missed: Proportion


@dataclass(frozen=True, slots=True)
class DetailKindFound:
    """One kind of detail over the whole recording: how many were found of those there, and false marks."""

    detail: Detail
    found: Proportion
    mistaken: int


@dataclass(frozen=True, slots=True)
class Ended:
    """An ending, and how many calls came to it."""

    ending: str
    title: str
    calls: Proportion


@dataclass(frozen=True, slots=True)
class CriticalCount:
    """A critical error, and in how many calls it was made."""

    error: str
    text: str
    calls: Proportion


@dataclass(frozen=True, slots=True)
class StageMean:
    """The mean score of a stage, 0-100, over so many attempts; None where there are none."""

    stage: Stage
    score: float | None
    count: int

    @property
    def few(self) -> bool:
        """Whether there are too few to judge by."""
        return self.count < FEW


@dataclass(frozen=True, slots=True)
class ClassView:
    """A class at a case. Lists of what went wrong hold only what occurred, the worst first."""

    case: str
    members: tuple[ClassMember, ...]
    where: tuple[tuple[Status, int], ...]
    """How many members there are of each status, from not begun to mastered."""
    calls: int
    """Calls that came to an end."""
    reviewed: int
    """Those of them whose replies were graded: `scenes` and `wrong` rest on these."""
    earlier: int
    """Attempts at other versions of the case; they count where scene, move or detail is still there."""
    won: Proportion
    stages: tuple[StageMean, ...]
    scenes: tuple[SceneLoss, ...]
    wrong: tuple[WrongMove, ...]
    missed: tuple[MissedDetail, ...]
    kinds: tuple[DetailKindFound, ...]
    endings: tuple[Ended, ...]
    critical: tuple[CriticalCount, ...]
    first: Calibration
    """Of the first hypothesis of each person's first attempt."""
    last: Calibration
    """Of the last one there."""


def class_temperature(attempts: Iterable[Played]) -> float:
    """How much the people of a class err, in points: see `typical`. The usual where there is too little data.

    Calls in which something was taken back do not count: there the second thought would count for the first.
    """
    return temperature_of(
        [
            SaidReply(one.person, reply.costs, reply.open.index(reply.move))
            for one in attempts
            if one.findings is not None and not one.findings.undos
            for reply in one.findings.replies
            if reply.costs
        ]
    )


def class_view(
    case: Case,
    people: Sequence[Person],
    attempts: Iterable[Played],
    needed: int = WINS_NEEDED,
    since: datetime | None = None,
    *,
    left: Sequence[Person] = (),
) -> ClassView:
    """What a trainer sees of a class at a case.

    Attempts at other cases and by other people are left out. Those of people who `left`, and of nobody, are
    kept for what is said of calls. The debrief tells what there was to notice and to suppose: so of details
    and hypotheses only each person's first attempt counts that came to a debrief. Of attempts begun before
    `since` only what they did for a person's standing counts.
    """
    ids = {person.id for person in (*people, *left)}
    own = sorted(
        (p for p in attempts if p.case == case.id and (p.person is None or p.person in ids)), key=begun
    )
    by_person: dict[int | None, list[Played]] = defaultdict(list)
    for played in own:
        by_person[played.person].append(played)
    members = tuple(ClassMember(person, standing(case, by_person[person.id], needed)) for person in people)
    supposed = _first(own, lambda one: bool(one.beliefs), since)
    heard = _first(own, lambda one: one.scores.replay is not None, since)
    counted = [played for played in own if since is None or played.started >= since]
    found = [(played.person, played.findings) for played in counted if played.findings is not None]
    calls = [played for played in counted if played.called]
    reviewed = [(person, one) for person, one in found if one.reviewed and one.verdict is not None]
    return ClassView(
        case=case.id,
        members=members,
        where=tuple(
            (status, sum(member.standing.status is status for member in members)) for status in Status
        ),
        calls=len(calls),
        reviewed=len(reviewed),
        earlier=sum(one.digest != case.digest for _, one in found),
        won=Proportion(sum(played.won for played in calls), len(calls)),
        stages=tuple(_stage_means(case, [one for _, one in found])),
        scenes=scene_losses(case, [one for _, one in reviewed]),
        wrong=_wrong_moves(case, reviewed),
        missed=_missed(case, heard),
        kinds=tuple(_kinds(heard)),
        endings=_endings(case, [one for _, one in found]),
        critical=_critical(case, calls),
        first=calibration(first_beliefs(supposed)),
        last=calibration(last_beliefs(supposed)),
    )


_Found = tuple[int | None, Findings]


def _first(
    own: Iterable[Played], counts: Callable[[Findings], bool], since: datetime | None
) -> list[Findings]:
    """Each person's first findings that count for something, if they are not from before `since`.

    Without a person, who knows which were first?
    """
    first: dict[int, tuple[datetime, Findings]] = {}
    for played in own:
        if played.person is not None and played.findings is not None and counts(played.findings):
            first.setdefault(played.person, (played.started, played.findings))
    return [one for started, one in first.values() if since is None or started >= since]


def _stage_means(case: Case, found: Sequence[Findings]) -> Iterator[StageMean]:
    for stage in case.stages:
        values = [getattr(one.scores, stage.value) for one in found]
        scores = [score for score in values if score is not None]
        yield StageMean(stage, sum(scores) / len(scores) if scores else None, len(scores))


def scene_losses(case: Case, reviewed: Sequence[Findings]) -> tuple[SceneLoss, ...]:
    """Where these calls were lost, by their reviews; the worst scene first."""
    came: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    unseen: Counter[str] = Counter()
    for one in reviewed:
        came.update({reply.scene for reply in one.replies if reply.winnable})
        at = one.lost_at
        if at is not None:
            lost[at.scene] += 1
            unseen[at.scene] += at.unseen
    losses = [
        SceneLoss(
            name,
            scene.customer.otherwise,
            Proportion(lost[name], came[name]),
            len(reviewed),
            unseen[name],
        )
        for name, scene in case.scenes.items()
        if lost[name]
    ]
    return tuple(sorted(losses, key=lambda loss: (-loss.lost.hits, -loss.lost.share)))


def _wrong_moves(case: Case, reviewed: Sequence[_Found]) -> tuple[WrongMove, ...]:
    open_at: Counter[tuple[str, str]] = Counter()
    wrong: dict[tuple[str, str], list[tuple[int | None, ReplyFinding]]] = defaultdict(list)
    for person, one in reviewed:
        for reply in one.replies:
            open_at.update((reply.scene, move) for move in reply.open)
            if reply.fault:
                wrong[reply.scene, reply.move].append((person, reply))
    moves = [
        WrongMove(
            scene,
            move,
            case.scenes[scene].moves[move].say,
            Proportion(len(chosen), open_at[scene, move]),
            len({person for person, _ in chosen}),
            sum(reply.loss or 0.0 for _, reply in chosen) / len(chosen),
        )
        for (scene, move), chosen in wrong.items()
        if scene in case.scenes and move in case.scenes[scene].moves
    ]
    return tuple(sorted(moves, key=lambda m: (-m.chosen.hits, -m.chosen.share, -m.loss, m.scene, m.move)))


def _missed(case: Case, heard: Sequence[Findings]) -> tuple[MissedDetail, ...]:
    there: Counter[tuple[int, Detail]] = Counter()
    missed: Counter[tuple[int, Detail]] = Counter()
    for kind in _all_kinds(heard):
        there.update((line, kind.detail) for line in kind.found + kind.missed)
        missed.update((line, kind.detail) for line in kind.missed)
    details = [
        MissedDetail(
            line.number,
            line.words,
            detail,
            why,
            Proportion(missed[line.number, detail], there[line.number, detail]),
        )
        for line in case.lines
        for detail, why in line.details.items()
        if missed[line.number, detail]
    ]
    return tuple(sorted(details, key=lambda one: (-one.missed.share, -one.missed.hits)))


def _kinds(heard: Sequence[Findings]) -> Iterator[DetailKindFound]:
    for detail in Detail:
        kinds = [kind for kind in _all_kinds(heard) if kind.detail is detail]
        found, missed = (sum(len(getattr(kind, part)) for kind in kinds) for part in ("found", "missed"))
        if kinds:
            mistaken = sum(len(kind.mistaken) for kind in kinds)
            yield DetailKindFound(detail, Proportion(found, found + missed), mistaken)


def _all_kinds(heard: Sequence[Findings]) -> list[DetailsFound]:
    return [kind for one in heard for kind in one.details]


def _endings(case: Case, found: Sequence[Findings]) -> tuple[Ended, ...]:
    counts = Counter(one.ending for one in found if one.ending is not None)
    endings = [
        Ended(name, ending.title, Proportion(counts[name], counts.total()))
        for name, ending in case.endings.items()
        if counts[name]
    ]
    return tuple(sorted(endings, key=lambda ended: -ended.calls.hits))


def _critical(case: Case, calls: Sequence[Played]) -> tuple[CriticalCount, ...]:
    counts = Counter(error for played in calls if played.result for error in played.result.critical)
    errors = [
        CriticalCount(name, error.text, Proportion(counts[name], len(calls)))
        for name, error in case.critical.items()
        if counts[name]
    ]
    return tuple(sorted(errors, key=lambda error: -error.calls.hits))
