"""How a play begins: at the published version of a case, against whoever's turn it is to call."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace

from starlette.responses import Response

from simulator.call.case.case import Stage
from simulator.call.play.draw import SEEDS, next_persona
from simulator.call.play.play import Play
from simulator.library.library import Library
from simulator.library.unpacking import NoSuchCase
from simulator.people.person import Permission, Person
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import AttemptNameTaken, KeptAttempt, NoSuchAttempt, Record, Summary, result_of
from simulator.web.access import NotFound, page
from simulator.web.services import Services, now
from simulator.web.visit import Visit

from .live import LONGEST_KEY, NoKey, playable_case
from .ringing import address as ringing_at

UNFORESEEABLE = 12  # bytes of a name, which is part of addresses


def begin_play(visit: Visit) -> Response:
    """Begin an attempt at a case and go there. The same form sent twice begins one. Raises NotFound."""
    services, person = visit.services, visit.person
    try:
        bundle = services[Library].entry(visit.path("case")).bundle
    except NoSuchCase as error:
        raise NotFound from error
    if bundle is None:
        raise NotFound
    key = visit.field("key")
    if not 0 < len(key) <= LONGEST_KEY:
        raise NoKey
    name = begin(
        services,
        person,
        visit.path("case"),
        bundle,
        stage=visit.field("stage") or None,
        preview=False,
        language=visit.language,
        key=key,
    )
    if visit.field("stage") == Stage.REHEARSAL.value:
        return visit.to_address(ringing_at(visit, name))
    return visit.to("play", name=name)


def begin(
    services: Services,
    person: Person,
    case_id: str,
    bundle: str,
    stage: Stage | str | None = None,
    persona: str | None = None,
    moves: Sequence[str] = (),
    preview: bool = True,
    language: str = "zh",
    key: str | None = None,
    seed: int | None = None,
    sitting: int | None = None,
) -> str:
    """Begin an attempt at the files of a case, and return its name. A preview counts nowhere.

    Without a persona the next one is drawn by what this person has met; `moves` are made at once. With a
    `key`, asking again gives the attempt that was begun. One of a `sitting` counts only there. Raises
    IllegalMove, CaseUnreadable, and what Play.push does.
    """
    name = _name(person, case_id, key)
    if key is not None and _own(services, name, person, sitting) is not None:
        return name
    case = playable_case(services[Library], case_id, bundle, language)
    if persona is None:
        seed = secrets.randbelow(SEEDS)
        persona = next_persona(case, met(services[Attempts].summaries(person=person.id, case=case_id)), seed)
    play = Play.start(case, persona, stage, seed)
    for move in moves:
        play.push(move)
    attempt = replace(play.attempt(now().isoformat(timespec="milliseconds")), case=case_id)
    record = Record(name, attempt, result_of(play), language=case.language)
    try:
        services[Attempts].begin(record, person.id, bundle, preview=preview, sitting=sitting)
    except AttemptNameTaken:
        if key is None or _own(services, name, person, sitting) is None:
            raise
        # the same form came twice at the same time
    return name


def met(summaries: Sequence[Summary]) -> list[str]:
    """The personas met, in the order of meeting, from the summaries of attempts as they are kept."""
    return [entry.persona for entry in reversed(summaries) if entry.stage in (None, Stage.REHEARSAL.value)]


def _name(person: Person, case_id: str, key: str | None) -> str:
    """The name of a new attempt: the same for the same key, and nobody can work out another's."""
    if key is None:
        return f"{now():%Y%m%d-%H%M%S}-{secrets.token_hex(UNFORESEEABLE)}"
    seen = "\0".join((str(person.id), case_id, key)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(seen).hexdigest()[: 2 * UNFORESEEABLE]


def _own(services: Services, name: str, person: Person, sitting: int | None) -> KeptAttempt | None:
    """The attempt of this name, if it is this person's, in this sitting or in none."""
    try:
        kept = services[Attempts].find(name)
    except NoSuchAttempt:
        return None
    return kept if (kept.person, kept.sitting) == (person.id, sitting) else None


ROUTES = [
    page("/cases/{case}/play", begin_play, Permission.PRACTISE, name="begin-play", methods=("POST",)),
]
