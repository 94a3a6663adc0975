"""Entries of the audit log in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from simulator.database.audit import Action, AuditEntry
from simulator.exam.storage.exams import Exams
from simulator.library.bundles import is_case_id
from simulator.people.person import ROLES, Role
from simulator.people.storage.people import People
from simulator.text.message import Message
from simulator.web.services import Services
from simulator.web.visit import Visit

ACTIONS = {
    Action.PERSON_ADDED: Message("added an account"),
    Action.PERSON_CHANGED: Message("changed an account"),
    Action.PERSON_ACTIVATED: Message("unlocked an account"),
    Action.PERSON_DEACTIVATED: Message("locked an account"),
    Action.PERSON_DELETED: Message("deleted an account"),
    Action.TEAM_ADDED: Message("added a team"),
    Action.TEAM_CHANGED: Message("changed a team"),
    Action.TEAM_DELETED: Message("deleted a team"),
    Action.LINK_MADE: Message("made a one-time link"),
    Action.PASSWORD_SET: Message("set a password"),
    Action.TOKEN_MADE: Message("made a token"),
    Action.TOKEN_REVOKED: Message("revoked a token"),
    Action.DRAFT_SAVED: Message("saved the draft of a case"),
    Action.DRAFT_DISCARDED: Message("discarded the draft of a case"),
    Action.CASE_PUBLISHED: Message("published a case"),
    Action.CASE_WITHDRAWN: Message("withdrew a case"),
    Action.CASE_BUNDLED: Message("imported a bundled case"),
    Action.CASE_ASSIGNED: Message("assigned a case"),
    Action.ASSIGNMENT_WITHDRAWN: Message("took an assignment back"),
    Action.COMMENT_DELETED: Message("deleted a comment"),
    Action.TARGET_SET: Message("set a team's target"),
    Action.SHARE_SET: Message("set somebody's part of a target"),
    Action.SETTINGS_CHANGED: Message("changed the settings"),
    Action.BANK_PUBLISHED: Message("published the policies and questions"),
    Action.BANK_BUNDLED: Message("imported the bundled policies and questions"),
    Action.BANK_DRAFT_SAVED: Message("saved a draft of the policies and questions"),
    Action.BANK_DRAFT_DISCARDED: Message("discarded the draft of the policies and questions"),
    Action.QUESTIONS_APPROVED: Message("approved imported questions"),
    Action.EXAM_ADDED: Message("planned an exam"),
    Action.EXAM_CHANGED: Message("changed an exam"),
    Action.EXAM_SET: Message("set an exam for its examinees"),
    Action.EXAM_UNSET: Message("withdrew an exam"),
    Action.EXAM_RELEASED: Message("released the results of an exam"),
    Action.EXAM_DELETED: Message("deleted an exam"),
    Action.EXTRA_TIME: Message("gave somebody extra time"),
    Action.SITTING_PAUSED: Message("stopped somebody's clock in an exam"),
    Action.SITTING_RESUMED: Message("let somebody's exam go on"),
    Action.EXAM_DECIDED: Message("decided whether somebody has passed an exam"),
    Action.QUESTION_VOIDED: Message("declared a question void"),
    Action.QUESTION_REKEYED: Message("changed the right answer of a question"),
    Action.RULING_WITHDRAWN: Message("let a question count again as it was"),
    Action.ESTIMATE_SET: Message("estimated how hard a question is"),
}

_KINDS = {
    "person": Message("account {name}"),
    "team": Message("team {name}"),
    "case": Message("case {name}"),
    "attempt": Message("attempt {name}"),
    "desk": Message("the desk"),
    "exam": Message("exam {name}"),
    "bank": Message("the bank, version {name}"),
}
_LABELS = {
    "name": Message("name"),
    "shown": Message("display name"),
    "role": Message("role"),
    "team": Message("team"),
    "lead": Message("lead"),
    "person": Message("person"),
    "language": Message("language"),
    "imported": Message("from a list"),
    "purpose": Message("for"),
    "with": Message("with"),
    "revision": Message("revision"),
    "version": Message("version"),
    "note": Message("note"),
    "due": Message("due"),
    "month": Message("month"),
    "total": Message("calls"),
    "amount": Message("calls"),
    "desk": Message("name of the desk"),
    "time_zone": Message("time zone"),
    "session_hours": Message("session timeout, in hours"),
    "wins_needed": Message("wins for mastery"),
    "exam": Message("exam"),
    "title": Message("title"),
    "day": Message("day"),
    "bank": Message("bank"),
    "plan": Message("blueprint changed"),
    "opens": Message("window opens"),
    "closes": Message("window closes"),
    "minutes": Message("minutes"),
    "reason": Message("reason"),
    "passed": Message("passed"),
    "question": Message("question"),
    "questions": Message("questions"),
    "answer": Message("answer"),
    "share": Message("share"),
    "pass_share": Message("pass mark"),
    "judged": Message("judges decide"),
    "forms": Message("forms"),
    "examinees": Message("examinees"),
}
_WORDS = {
    "invitation": Message("an invitation"),
    "reset": Message("a new password"),
    "zh": Message("Chinese"),
    "en": Message("English"),
}
_IDS = {"team": "team", "lead": "person", "person": "person", "exam": "exam"}
"""Details that are the id of a person, a team or an exam."""
_HIDDEN = ("token",)


@dataclass(frozen=True, slots=True)
class NamesToday:
    """What the ids in the log are called today."""

    people: Mapping[int, str]
    teams: Mapping[int, str]
    exams: Mapping[int, str]

    @classmethod
    def of(cls, services: Services) -> "NamesToday":
        """The names at this desk."""
        return cls(
            {person.id: person.shown for person in services[People].all()},
            {team.id: team.name for team in services[People].teams()},
            services[Exams].titles(),
        )

    def find(self, kind: str, number: object) -> str | None:
        """The name of somebody, a team or an exam that is still there."""
        known = {"person": self.people, "team": self.teams, "exam": self.exams}.get(kind, {})
        return known.get(number) if isinstance(number, int) else None


@dataclass(frozen=True, slots=True)
class AuditDetail:
    """Something said more exactly; `before` only where something was changed."""

    label: str
    value: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An entry in words. `who` is None for the program, or an account that was deleted."""

    id: int
    at: datetime
    who: str | None
    what: str
    about: str
    subject: str
    address: str | None
    """Of the page about it, if there is one."""
    details: tuple[AuditDetail, ...]


def line_of(entry: AuditEntry, names: NamesToday, visit: Visit) -> AuditLine:
    """An entry in the visitor's language."""
    t = visit.t
    kind, _, key = entry.subject.partition(":")
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 10 else None
    name = names.find(kind, number)
    if name is None:
        name = key if kind == "case" or number is None else t("no. {number}, which is gone", number=number)
        name = key if kind in ("attempt", "bank") else name
    address = None
    if kind in ("person", "team") and names.find(kind, number) is not None:
        address = visit.url(kind, **{kind: number})
    elif kind == "case" and is_case_id(key):
        address = visit.url("case", case=key)
    elif kind == "desk":
        address = visit.url("settings")
    return AuditLine(
        id=entry.id,
        at=entry.at,
        who=None if entry.person is None else names.people.get(entry.person),
        what=action_words(entry.action, visit),
        about=t(Message(_KINDS[kind].text, name=name)) if kind in _KINDS else entry.subject,
        subject=entry.subject,
        address=address,
        details=tuple(_details(entry.detail, names, visit)),
    )


def action_words(action: str, visit: Visit) -> str:
    """What was done; the word itself where another version of the program wrote it."""
    try:
        return visit.t(ACTIONS[Action(action)])
    except ValueError:
        return action


def _details(detail: Mapping[str, Any], names: NamesToday, visit: Visit) -> list[AuditDetail]:
    found = []
    for key, value in detail.items():
        if key in _HIDDEN or value in (None, "", [None, None]):
            continue
        label = visit.t(_LABELS[key]) if key in _LABELS else key
        if isinstance(value, list) and len(value) == 2:
            before, after = (_said(key, one, names, visit) for one in value)
            if before != after:
                found.append(AuditDetail(label, after, before))
        else:
            found.append(AuditDetail(label, _said(key, value, names, visit)))
    return found


def _said(key: str, value: object, names: NamesToday, visit: Visit) -> str:
    t = visit.t
    if value is None or value == "":
        return t("none")
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if key in _IDS:
        return names.find(_IDS[key], value) or t("no. {number}, which is gone", number=value)
    if key == "role":
        roles = {role.value: words for role, words in ROLES.items()}
        return t(roles[value]) if isinstance(value, str) and value in roles else str(value)
    if key in ("purpose", "with", "language") and isinstance(value, str) and value in _WORDS:
        return t(_WORDS[value])
    return str(value)


assert set(ACTIONS) == set(Action)
assert set(ROLES) == set(Role)
