"""The bulletins of the bank that counts: what each changed, and who has read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from starlette.responses import Response

from simulator.database.settings import Options
from simulator.exam.bank.loading import Bank
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.bulletins import BulletinReads
from simulator.people.person import Permission
from simulator.policy.policy import Bulletin, FactValue, Policy, PolicyVersion
from simulator.policy.wording import fact_value
from simulator.text.bilingual import Pair
from simulator.text.language import Language
from simulator.text.message import Message
from simulator.web.access import NotFound, page
from simulator.web.services import Services, now
from simulator.web.visit import Visit


@dataclass(frozen=True, slots=True)
class OwnBulletin:
    """A bulletin as one person sees it."""

    id: str
    title: str
    text: str
    lang: Language
    posted: date
    effective: date
    read: datetime | None
    counts: bool
    """Whether what it announces counts, or will; nobody need read any more what has been replaced since."""

    @property
    def unread(self) -> bool:
        """Whether it is still to be read."""
        return self.counts and self.read is None


@dataclass(frozen=True, slots=True)
class ChangedClause:
    """A clause that reads otherwise now; an empty text is one that was not there, or is not any more."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ChangedFact:
    """A value that is another now."""

    means: str
    old: Message | None
    new: Message | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What a version made different."""

    summary: str
    before: date | None
    """Since when the version before counted; None where there was none."""
    clauses: tuple[ChangedClause, ...]
    facts: tuple[ChangedFact, ...]


def current_bank(services: Services) -> Bank | None:
    """The bank that counts today."""
    version = services[Banks].current()
    return services[Banks].bank(version.bundle) if version else None


def own_bulletins(services: Services, person: int, today: date, language: Language) -> list[OwnBulletin]:
    """The bulletins posted so far as they stand for somebody, the newest first."""
    bank = current_bank(services)
    if bank is None:
        return []
    reads = services[BulletinReads].reads(person)
    return [
        own_bulletin(bank.policies[bulletin.policy], bulletin, reads.get(bulletin.id), today, language)
        for bulletin in bank.bulletins()
        if bulletin.posted <= today
    ]


def own_bulletin(
    policy: Policy, bulletin: Bulletin, read: datetime | None, today: date, language: Language
) -> OwnBulletin:
    """A bulletin as one person sees it, who read it at a time, or has not."""
    lang = policy.title.language_in(language)
    version = policy.version(bulletin.version)
    assert version is not None, "a bulletin names a version that is there"
    now = policy.as_of(today)
    return OwnBulletin(
        id=bulletin.id,
        title=policy.title.said_in(lang),
        text=bulletin.text.said_in(lang),
        lang=lang,
        posted=bulletin.posted,
        effective=version.effective,
        read=read,
        counts=now is None or now is version or version.effective > today,
    )


def changes_of(policy: Policy, version: PolicyVersion, language: Language) -> Changes:
    """What a version of a policy made different from the one before."""
    lang = policy.title.language_in(language)
    place = policy.versions.index(version)
    before = policy.versions[place - 1] if place else None
    clauses = before.clauses if before else {}
    values = before.values if before else {}
    return Changes(
        summary=version.summary.said_in(lang),
        before=before.effective if before else None,
        clauses=tuple(
            ChangedClause(_said(clauses.get(name), lang), _said(version.clauses.get(name), lang))
            for name in _different(clauses, version.clauses)
        ),
        facts=tuple(
            ChangedFact(
                policy.facts[name].means.said_in(lang),
                _value(policy, name, values.get(name)),
                _value(policy, name, version.values.get(name)),
            )
            for name in _different(values, version.values)
        ),
    )


def _different(before: Mapping[str, object], now: Mapping[str, object]) -> list[str]:
    return [name for name in dict.fromkeys([*before, *now]) if before.get(name) != now.get(name)]


def _said(text: Pair | None, language: Language) -> str:
    return text.said_in(language) if text else ""


def _value(policy: Policy, name: str, value: FactValue | None) -> Message | None:
    return None if value is None else fact_value(policy.facts[name], value)


def show_bulletins(visit: Visit) -> Response:
    """List what was posted, with what the visitor has not read yet."""
    today = visit.services[Options].current(now()).day(now())
    found = own_bulletins(visit.services, visit.person.id, today, visit.language)
    return visit.page("bulletins/list.html.j2", bulletins=found, unread=sum(one.unread for one in found))


def show_bulletin(visit: Visit) -> Response:
    """One bulletin, with the old beside the new."""
    policy, bulletin, version = _bulletin(visit)
    today = visit.services[Options].current(now()).day(now())
    read = visit.services[BulletinReads].reads(visit.person.id).get(bulletin.id)
    return visit.page(
        "bulletins/bulletin.html.j2",
        bulletin=own_bulletin(policy, bulletin, read, today, visit.language),
        changes=changes_of(policy, version, visit.language),
    )


def read_bulletin(visit: Visit) -> Response:
    """Note that the visitor has read a bulletin."""
    _, bulletin, _ = _bulletin(visit)
    visit.services[BulletinReads].read(visit.person.id, bulletin.id, now())
    return visit.to("bulletins", "bulletin-read")


def _bulletin(visit: Visit) -> tuple[Policy, Bulletin, PolicyVersion]:
    """The bulletin in the address. Raises NotFound, also before it is posted."""
    bank, wanted = current_bank(visit.services), visit.path("bulletin")
    today = visit.services[Options].current(now()).day(now())
    for bulletin in bank.bulletins() if bank else ():
        if bulletin.id == wanted and bulletin.posted <= today and bank is not None:
            policy = bank.policies[bulletin.policy]
            version = policy.version(bulletin.version)
            if version is not None:
                return policy, bulletin, version
    raise NotFound


ROUTES = [
    page("/bulletins", show_bulletins, Permission.PRACTISE, name="bulletins"),
    page("/bulletins/{bulletin}", show_bulletin, Permission.PRACTISE, name="bulletin"),
    page(
        "/bulletins/{bulletin}/read", read_bulletin, Permission.PRACTISE, name="read-bulletin",
        methods=("POST",),
    ),
]  # fmt: skip
