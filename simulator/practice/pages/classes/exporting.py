"""A class as a file for a spreadsheet: all its attempts, and how far everybody is with every case."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from starlette.responses import Response

from simulator.call.case.case import Case, Stage
from simulator.call.report.wording import STAGES, VERDICTS
from simulator.database.settings import Options
from simulator.library.judges import StillWorking
from simulator.people.person import Permission, Person
from simulator.practice.standing import Played, by_case, standing
from simulator.practice.storage.played import placed, played_by, published_cases
from simulator.render.spreadsheet import CSV, EXCEL, Cell, Sheet, SheetColumn, csv_file, excel_file
from simulator.text.language import Translator
from simulator.text.message import Message
from simulator.web.access import NotFound, page
from simulator.web.services import now
from simulator.web.visit import Visit

from .attempt_rows import WorkedOut, since, worked_out
from .groups import group_seen

LONGEST = 15.0
"""Seconds until a file is refused for now."""

ATTEMPTS = "attempts.csv"
STANDINGS = "standings.csv"
BOTH = "class.xlsx"

ATTEMPT_COLUMNS = (
    (Message("Sign-in name"), 16),
    (Message("Trainee"), 20),
    (Message("Case"), 28),
    (Message("Id of the case"), 18),
    (Message("Attempt"), 20),
    (Message("Only this stage"), 16),
    (Message("Begun"), 17),
    (Message("Last move"), 17),
    (Message("State"), 16),
    (Message("What came of it"), 20),
    (Message("Win-win score"), 10),
    (Message("Critical errors"), 24),
    (Message("Score of the replay"), 10),
    (Message("Score of the analysis"), 10),
    (Message("Score of the rehearsal"), 10),
    (Message("Accuracy of the replies"), 10),
    (Message("Suboptimal replies"), 10),
    (Message("Moves taken back"), 10),
    (Message("Ending"), 24),
)
STANDING_COLUMNS = (
    (Message("Sign-in name"), 16),
    (Message("Trainee"), 20),
    (Message("Case"), 28),
    (Message("Id of the case"), 18),
    (Message("How far"), 22),
    (Message("Attempts"), 10),
    (Message("Calls"), 10),
    (Message("Won"), 10),
    (Message("Won in a row"), 10),
    (Message("Needed in a row"), 10),
    (Message("Best score"), 10),
    (Message("Last practised"), 17),
)


@dataclass(frozen=True, slots=True)
class Exported:
    """What the tables are made of. `lately` are the attempts of the period, `all` those of all the time.

    Those of the period have their findings, wherever anything can be found out.
    """

    t: Translator
    zone: tzinfo
    people: Sequence[Person]
    left: Sequence[Person]
    """Whose attempts are there, and who is not: locked or deleted."""
    cases: Sequence[Case]
    lately: Sequence[Played]
    all: Sequence[Played]
    needed: int

    def attempts(self) -> Sheet:
        """Every attempt of the period, the latest first."""
        return Sheet(self.t("All attempts"), _columns(self.t, ATTEMPT_COLUMNS), self._attempt_rows())

    def standings(self) -> Sheet:
        """Everybody with every case."""
        return Sheet(self.t("Standings"), _columns(self.t, STANDING_COLUMNS), self._standing_rows())

    def _attempt_rows(self) -> Iterator[list[Cell]]:
        people = {one.id: one for one in (*self.people, *self.left)}
        cases = {case.id: case for case in self.cases}
        for one in self.lately:
            if one.person in people:
                yield self._attempt_row(one, people[one.person], cases.get(one.case))

    def _attempt_row(self, one: Played, person: Person, case: Case | None) -> list[Cell]:
        t, result, found = self.t, one.result, one.findings
        critical = result.critical if result else ()
        known = case.critical if case else {}
        endings = case.endings if case else {}
        ended = found.ending if found else None
        reviewed = found is not None and found.reviewed
        return [
            None if person.stand_in else person.name,
            t("a deleted account") if person.stand_in else person.shown,
            case.title if case else one.case,
            one.case,
            one.name,
            t(STAGES[one.stage]) if one.stage else None,
            self._local(one.started),
            self._local(one.updated),
            t("finished") if one.finished else t(STAGES[one.at]) if one.at else t("not finished"),
            t(VERDICTS[result.verdict]) if result and result.verdict else None,
            result.score if result else None,
            "; ".join(known[error].text if error in known else error for error in critical) or None,
            *(_rounded(getattr(found.scores, stage.value)) if found else None for stage in Stage),
            _rounded(found.accuracy) if found else None,
            found.faults if found and reviewed else None,
            found.undos if found else None,
            endings[ended].title if ended is not None and ended in endings else ended,
        ]

    def _standing_rows(self) -> Iterator[list[Cell]]:
        for person in self.people:
            own = by_case(one for one in self.all if one.person == person.id)
            for case in self.cases:
                so_far = standing(case, own.get(case.id, []), self.needed)
                yield [
                    person.name,
                    person.shown,
                    case.title,
                    case.id,
                    self.t(so_far.words),
                    so_far.attempts,
                    so_far.calls,
                    so_far.wins,
                    len(so_far.mastery.run),
                    so_far.mastery.needed,
                    so_far.best,
                    self._local(so_far.last),
                ]

    def _local(self, moment: datetime | None) -> datetime | None:
        return None if moment is None else moment.astimezone(self.zone)


def export(visit: Visit) -> Response:
    """A file with what is chosen on the page of a class.

    Raises NotFound, and StillWorking rather than leave out what the next try has: it is kept meanwhile.
    """
    file = visit.path("file")
    if file not in (ATTEMPTS, STANDINGS, BOTH):
        raise NotFound
    made = _exported(visit, with_findings=file != STANDINGS)
    if file == BOTH:
        content, kind = excel_file([made.attempts(), made.standings()]), EXCEL
    else:
        content, kind = csv_file(made.attempts() if file == ATTEMPTS else made.standings()), CSV
    name, _, ending = file.partition(".")
    headers = {"Content-Disposition": f'attachment; filename="winwin-{name}-{now():%Y-%m-%d}.{ending}"'}
    return Response(content, media_type=kind, headers=headers)


def _exported(visit: Visit, with_findings: bool) -> Exported:
    services, moment = visit.services, now()
    group = group_seen(visit, visit.path("team"))
    wanted = visit.query("case")
    ids = [one.id for one in group.everybody]
    own = placed(services, played_by(services, ids, wanted or None, with_findings=with_findings))
    cases = published_cases(services, visit.language, {one.case for one in own})
    if wanted:
        cases = [case for case in cases if case.id == wanted]
    begin = since(visit.query("period"), moment)
    seen = WorkedOut(tuple(one for one in own if begin is None or one.started >= begin))
    if with_findings:
        seen = worked_out(visit, seen.attempts, LONGEST)
    if seen.waiting:
        raise StillWorking
    options = services[Options].current(moment)
    return Exported(
        t=visit.t,
        zone=options.zone,
        people=group.members,
        left=group.left,
        cases=cases,
        lately=seen.attempts,
        all=own,
        needed=options.wins_needed,
    )


def _columns(t: Translator, columns: Sequence[tuple[Message, int]]) -> list[SheetColumn]:
    return [SheetColumn(t(head), width) for head, width in columns]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


ROUTES = [page("/classes/{team}/export/{file}", export, Permission.WATCH, name="class-export")]
