"""Which exams and sittings the visitor may look into, and the list of these exams by what is to be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.responses import Response

from simulator.exam.bank.loading import Bank
from simulator.exam.paper.exam import Exam, Examinee, ExamState
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exams import Exams
from simulator.people.person import Permission, Person, Team, sees_team
from simulator.people.storage.people import People
from simulator.text.message import Message
from simulator.text.refusal import Hindrance, Refusal
from simulator.web.access import NotFound, page
from simulator.web.services import now
from simulator.web.visit import Visit

MOST_ID = 2**31 - 1
"""No database gives a number above this."""


class NotYours(Refusal):
    """Something that touches people of teams that the visitor does not lead."""

    kind = Hindrance.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            Message(
                "This exam is not only your own teams'. A trainer changes it as a whole; you see your people."
            )
        )


class SitsIt(Refusal):
    """An exam whose keys the visitor must not see: they sit it themselves."""

    kind = Hindrance.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            Message(
                "You are to sit this exam yourself, so you see its papers and marks when the results are out."
            )
        )


class SitsAnother(Refusal):
    """Papers that may ask what the visitor is to be asked in an exam of their own."""

    kind = Hindrance.FORBIDDEN

    def __init__(self, title: str) -> None:
        super().__init__(
            Message(
                "You are to sit “{title}” yourself. Until its results are out, papers with keys are closed to"
                " you; you can still invigilate.",
                title=title,
            )
        )


@dataclass(frozen=True, slots=True)
class SeenExam:
    """An exam with those of its examinees whom the visitor may look at."""

    exam: Exam
    examinees: tuple[Examinee, ...]
    """In the order of their shown names, deleted accounts last."""
    hidden: int
    """How many other examinees there are."""
    people: Mapping[int, Person]
    """Who the examinees are, with the stand-ins of deleted accounts."""
    teams: Mapping[int, Team]
    unit: str
    """The business that it is about, as its people call it."""
    whole: bool
    """Whether the visitor may change what touches everybody: papers, rulings, release."""
    gone: str
    """What a deleted account is called."""

    @property
    def draft(self) -> bool:
        """Whether papers can be put together anew."""
        return self.exam.state is ExamState.DRAFT

    @property
    def released(self) -> bool:
        """Whether the results are told."""
        return self.exam.state is ExamState.RELEASED

    def name(self, person: int) -> str:
        """What somebody is called."""
        found = self.people.get(person)
        return found.shown if found and not found.stand_in else self.gone

    def team(self, person: int) -> str:
        """The name of somebody's team; empty for none."""
        found = self.people.get(person)
        team = None if found is None or found.team is None else self.teams.get(found.team)
        return team.name if team else ""


def exam_seen(visit: Visit) -> SeenExam:
    """The exam that the address names, for a page with keys. Raises NotFound, SitsIt, SitsAnother.

    Who may not read the bank sees no keys before their own exam is released: another may ask the same.
    """
    seen = exam_watched(visit)
    if not seen.released and not visit.person.may(Permission.AUTHOR):
        for exam, _ in visit.services[Exams].for_person(visit.person.id):
            if exam.state is ExamState.SET and exam.desk == seen.exam.desk:
                raise SitsAnother(exam.title)
    return seen


def exam_watched(visit: Visit) -> SeenExam:
    """The same for a page without keys. Raises NotFound, also where it is not for this visitor; SitsIt."""
    number = visit.path("exam")
    if number > MOST_ID:
        raise NotFound
    seen = _seen(visit, visit.services[Exams].find(number), *_known(visit))
    if seen is None:
        raise NotFound
    sits = any(one.person == visit.person.id for one in visit.services[Exams].examinees(number))
    if sits and not seen.released:
        raise SitsIt
    return seen


def whole_exam(visit: Visit) -> SeenExam:
    """The same, for what touches everybody in it. Raises NotYours for a lead with others' people in it."""
    seen = exam_seen(visit)
    if not seen.whole:
        raise NotYours
    return seen


def exams_seen(visit: Visit, desk: str | None = None) -> list[SeenExam]:
    """The exams that the visitor may look into, the newest first."""
    known = _known(visit)
    found = (_seen(visit, exam, *known) for exam in visit.services[Exams].all(desk))
    return [seen for seen in found if seen is not None]


def _known(visit: Visit) -> tuple[dict[int, Person], dict[int, Team]]:
    people, teams = visit.services[People].all(stand_ins=True), visit.services[People].teams()
    return {one.id: one for one in people}, {team.id: team for team in teams}


def _seen(
    visit: Visit, exam: Exam, everybody: Mapping[int, Person], teams: Mapping[int, Team]
) -> SeenExam | None:
    """An exam as the visitor may see it; None where they may not."""
    visitor, kept = visit.person, visit.services[Exams].examinees(exam.id)
    unit = visit.services[Banks].bank(exam.bank).name_of(exam.desk, visit.language)
    gone = visit.t("a deleted account")
    people = {one.person: everybody[one.person] for one in kept if one.person in everybody}
    if visitor.sees_all_teams():
        return SeenExam(exam, _by_name(kept, people), 0, people, teams, unit, True, gone)

    def own(person: int) -> bool:
        someone = people.get(person)
        return (
            someone is not None and someone.team is not None and sees_team(visitor, teams.get(someone.team))
        )

    seen = [one for one in kept if own(one.person)]
    hidden = sum(one.person in people for one in kept) - len(seen)
    if not seen and exam.by != visitor.id:
        return None
    theirs = {one.person: people[one.person] for one in seen}
    whole = exam.by == visitor.id and not hidden
    return SeenExam(exam, _by_name(seen, theirs), hidden, theirs, teams, unit, whole, gone)


def examinee_seen(visit: Visit, seen: SeenExam) -> Examinee:
    """The examinee that the address names. Raises NotFound, also for somebody of another team."""
    wanted = visit.path("person")
    found = next((one for one in seen.examinees if one.person == wanted), None)
    if found is None:
        raise NotFound
    return found


def phase(exam: Exam, now: datetime) -> tuple[Message, str]:
    """How far an exam has come, in words, and the kind of badge for it."""
    if exam.state is ExamState.DRAFT:
        return Message("draft"), "empty"
    if exam.state is ExamState.RELEASED:
        return Message("results are out"), "good"
    if now < exam.window.opens:
        return Message("set, not open yet"), ""
    if now < exam.window.closes:
        return Message("open now"), "accent"
    return Message("over, to be marked"), "mind"


def _by_name(kept: list[Examinee], people: Mapping[int, Person]) -> tuple[Examinee, ...]:
    def order(one: Examinee) -> tuple[bool, str, int]:
        shown = people[one.person].shown if one.person in people else ""
        return not shown, shown, one.person

    return tuple(sorted(kept, key=order))


PAGE = 20
NOTHING = Bank({}, {})


@dataclass(frozen=True, slots=True)
class ExamRow:
    """An exam in the list. `forms` is 0 until its papers are set."""

    seen: SeenExam
    desk: str
    """What its desk is called now."""
    words: Message
    kind: str
    """Of the badge."""

    @property
    def forms(self) -> int:
        """How many parallel forms it has."""
        return len(self.seen.exam.forms)


def show(visit: Visit) -> Response:
    """The list of exams; those that ask for something now come first."""
    moment = now()
    version = visit.services[Banks].current()
    bank = visit.services[Banks].bank(version.bundle) if version else NOTHING
    rows = [
        ExamRow(seen, bank.name_of(seen.exam.desk, visit.language), *phase(seen.exam, moment))
        for seen in exams_seen(visit)
    ]
    under_way = [row for row in rows if row.seen.exam.state is not ExamState.RELEASED]
    released = [row for row in rows if row.seen.exam.state is ExamState.RELEASED]
    pages = max(1, -(-len(released) // PAGE))
    at = visit.query("page")
    shown = min(int(at), pages) if at.isascii() and at.isdecimal() and 0 < len(at) < 6 and int(at) else 1
    return visit.page(
        "exams/list.html.j2",
        under_way=under_way,
        released=released[PAGE * (shown - 1) : PAGE * shown],
        shown=shown,
        pages=pages,
        address=lambda number: f"{visit.url('papers')}?page={number}",
        bank=version is not None,
    )


def lasted(span: timedelta) -> str:
    """A length of time as 0:05 or 1:02:03; a negative one as none at all."""
    seconds = max(0, int(span.total_seconds()))
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def in_all(spans: Sequence[timedelta]) -> timedelta:
    """Lengths of time together."""
    return sum(spans, timedelta())


ROUTES = [
    page("/papers", show, Permission.EXAMINE, name="papers", while_sitting=True),
]
