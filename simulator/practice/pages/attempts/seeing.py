"""Whose attempt it is, and who may look at it: its owner, and those who watch the owner's team."""

from dataclasses import dataclass, replace

from simulator.call.case.case import Case
from simulator.call.play.play import Play
from simulator.library.library import Library
from simulator.library.unpacking import NoSuchCase
from simulator.people.person import Permission, Person, sees_team
from simulator.people.storage.people import People
from simulator.practice.pages.plays.live import CaseNotKept
from simulator.practice.pages.plays.watched import ExamCalls
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import KeptAttempt, NoSuchAttempt
from simulator.source.problems import CaseError
from simulator.text.refusal import Refusal
from simulator.web.access import NotFound
from simulator.web.services import Services
from simulator.web.visit import Visit


@dataclass(frozen=True, slots=True)
class SeenAttempt:
    """An attempt that the visitor may look at. `owner` is None once that account was deleted."""

    kept: KeptAttempt
    owner: Person | None
    own: bool

    @property
    def name(self) -> str:
        """What the attempt is called in addresses."""
        return self.kept.record.id

    @property
    def finished(self) -> bool:
        """Whether it has come to its debrief; before that nothing of it may be shown here."""
        return self.kept.record.finished


def seen_attempt(visit: Visit, name: str | None = None) -> SeenAttempt:
    """The attempt of the address, or of a name. Raises NotFound, also where it is not for this visitor."""
    services, person = visit.services, visit.person
    try:
        kept = services[Attempts].find(visit.path("name") if name is None else name)
    except NoSuchAttempt as error:
        raise NotFound from error
    untold = kept.sitting is not None and not services[ExamCalls].told(kept.sitting)
    if kept.person == person.id:
        return SeenAttempt(_under_way(kept) if untold else kept, person, own=True)
    if untold or kept.preview or not person.may(Permission.WATCH):
        raise NotFound
    owner = None if kept.person is None else services[People].find(kept.person, stand_ins=True)
    team = None if owner is None or owner.team is None else services[People].team(owner.team)
    if not sees_team(person, team):
        raise NotFound
    return SeenAttempt(kept, owner if owner and not owner.stand_in else None, own=False)


def _under_way(kept: KeptAttempt) -> KeptAttempt:
    """An attempt as it may be told of before the results of its exam: as one that goes on."""
    return replace(kept, record=replace(kept.record, result=None), finished=None)


def finished_attempt(visit: Visit, name: str | None = None) -> SeenAttempt:
    """The same of one that is finished. Raises NotFound: of any other nothing may be told."""
    seen = seen_attempt(visit, name)
    if not seen.finished:
        raise NotFound
    return seen


def bundle_of(services: Services, kept: KeptAttempt) -> str:
    """The files that an attempt was made with; of one made at a terminal, the version played now.

    Raises CaseNotKept where there is none.
    """
    if kept.bundle is not None:
        return kept.bundle
    case = kept.record.attempt.case
    try:
        published = services[Library].entry(case).bundle
    except NoSuchCase:
        published = None
    if published is None:
        raise CaseNotKept(case)
    return published


def case_of(services: Services, kept: KeptAttempt, language: str) -> Case:
    """The case as it was played. Raises CaseNotKept, NoSuchBundle."""
    return services[Library].case(bundle_of(services, kept), language)


def title_of(services: Services, case: str, bundle: str | None, language: str) -> tuple[str, str | None]:
    """A case's title and the language of it; its id where it cannot be read any more."""
    if bundle is not None:
        try:
            found = services[Library].case(bundle, language)
        except (Refusal, CaseError):  # one lost case must not hide all attempts
            return case, None
        return found.title, found.language
    return case, None


def play_of(services: Services, kept: KeptAttempt, language: str) -> Play:
    """The attempt as a play. Raises CaseNotKept, NoSuchBundle, DoesNotFit."""
    return Play.restore(case_of(services, kept, language), kept.record.attempt)
