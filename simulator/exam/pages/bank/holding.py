"""“It still holds”: somebody has looked at a question whose policy has changed, and nothing has to change."""

import re
from dataclasses import replace
from datetime import date

from starlette.responses import Response

from simulator.authoring.draft_pages import keep
from simulator.exam.bank.keys import on_hold
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.question import Question
from simulator.people.person import Permission
from simulator.policy.policy import PolicyVersion
from simulator.source.problems import Place, errors
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.access import NotFound, page
from simulator.web.visit import Visit

from .working import working

_KEY = "still-holds"
_INDENT = re.compile(r"( *)[^\s#]")


class WriteItYourself(Refusal):
    """A file that is written in a way in which a line cannot be put into it."""

    def __init__(self) -> None:
        super().__init__(
            Message(
                "This cannot be written into the file from here. Press “Change it” on the question's page and"
                " list the version under “still-holds”."
            )
        )


def would_hold(bank: Bank, question: Question, day: date) -> PolicyVersion | None:
    """The version for which somebody can say that a question on hold on a day still holds; else None."""
    policy = bank.policies.get(question.policy)
    version = policy.as_of(day) if policy is not None else None
    if version is None or on_hold(question, bank.policies, day) is None:
        return None
    held = replace(question, still_holds=question.still_holds | {version.id})
    return version if on_hold(held, bank.policies, day) is None else None


def say_it_holds(visit: Visit) -> Response:
    """Write into the draft that a question still holds under a version. Raises NotFound, WriteItYourself."""
    work, name = working(visit), visit.path("question")
    question = work.bank.questions.get(name)
    policy = work.bank.policies.get(question.policy) if question else None
    version = policy.version(visit.field("version")) if policy else None
    place = work.place_of(name)
    if question is None or policy is None or version is None or place is None:
        raise NotFound
    names = [one.id for one in policy.versions if one.id in question.still_holds | {version.id}]
    text = with_line(work.files[place.file].decode(), place, f"{_KEY}: [{', '.join(names)}]")
    files = dict(work.files) | {place.file: text.encode()}
    if text == work.files[place.file].decode() or errors(work.quick(files)):
        raise WriteItYourself
    keep(visit, work, files)
    return visit.to_address(
        f"{visit.url('bank-question', question=name)}?day={version.effective.isoformat()}", "saved"
    )


def with_line(text: str, place: Place, line: str) -> str:
    """A file with a line in the question that begins at a place, instead of the line with the same key.

    Raises WriteItYourself where the question is not written line by line.
    """
    lines = text.split("\n")
    own = _INDENT.match(lines[place.line - 1])
    below = next((found for found in map(_INDENT.match, lines[place.line :]) if found), None)
    if own is None or below is None or len(below[1]) <= len(own[1]):
        raise WriteItYourself
    key = below[1] + line.split(":")[0] + ":"
    for at in range(place.line, len(lines)):
        found = _INDENT.match(lines[at])
        if found is not None and len(found[1]) <= len(own[1]):
            break
        if lines[at].startswith(key):
            lines[at] = below[1] + line
            return "\n".join(lines)
    lines.insert(place.line, below[1] + line)
    return "\n".join(lines)


ROUTES = [
    page(
        "/bank/questions/{question}/still-holds",
        say_it_holds,
        Permission.AUTHOR,
        name="bank-question-holds",
        methods=("POST",),
    )
]
