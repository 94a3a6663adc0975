"""The pages of setting, invigilating and marking, each with something in it."""

from collections.abc import Iterator
from datetime import timedelta

from simulator.exam.paper.exam import PassMark, Window
from simulator.exam.paper.plan import BlueprintPlan
from simulator.exam.sitting.sitting import Act
from simulator.exam.storage.exams import Exams
from simulator.web.services import now
from tests.exam.pages.setting.conftest import DESK, Room, bank_of, open_exam, today, usable

from .serving import Site

CLASH = {"questions": 7, "topics": {"baggage": {"least": 4}, "refunds": {"least": 4}}}


def paper_pages(site: Site) -> Iterator[tuple[str, str]]:
    """The name of each route with an address of it, for an administrator."""
    yield "papers", "/papers"
    yield "paper-new", "/papers/new"
    for plan in (BlueprintPlan(questions=8).as_mapping(), CLASH):
        draft = _draft(site, plan)
        yield "paper", draft
        yield "paper-change", f"{draft}/change"
    pinned = usable(bank_of(site.services)[1], today(site.services))[0].id
    kept = BlueprintPlan.model_validate({"questions": 3, "pin": {pinned: "new"}}, by_name=True)
    yield "paper-hand", f"{_draft(site, kept.as_mapping())}/hand/0/{pinned}"
    yield "paper-people", f"{_draft(site, BlueprintPlan(questions=3).as_mapping())}/people"
    room = _room(site)
    question = next(one for one in room.questions if one.kind == "single")
    for page in ("", "-people", "-change", "-watch", "-judges", "-results", "-release"):
        yield f"paper{page}", room.address + page.replace("-", "/")
    yield "paper-watch-one", f"{room.address}/watch/{room.bo.id}"
    yield "paper-decide", f"{room.address}/decide/{room.lin.id}"
    for one in [one for one in room.questions if one.kind in ("multiple", "matching")]:
        yield "paper-question", f"{room.address}/questions/{one.id}"
    site.services[Exams].rule(
        room.exam.id, question.id, void=True, answer=None, reason="两个都对", by=None, now=now()
    )
    yield "paper-question", f"{room.address}/questions/{question.id}"
    room.close()
    site.services[Exams].release(room.exam.id, None, now())
    yield "paper", room.address
    yield "paper-results", f"{room.address}/results"
    yield "paper-reports", f"{room.address}/reports"
    yield "paper-month", f"{room.address}/month"
    yield "points", "/points"


def _draft(site: Site, plan: object) -> str:
    """The address of a draft; its papers are put together when somebody looks."""
    bundle, _ = bank_of(site.services)
    moment = now()
    window = Window(moment, moment + timedelta(days=1))
    assert isinstance(plan, dict)
    exam = site.services[Exams].add(
        "月考 <b>",
        DESK,
        today(site.services),
        bundle,
        plan,
        window,
        30,
        PassMark(),
        site.named("wei").id,
        moment,
    )
    return f"/papers/{exam.id}"


def _room(site: Site) -> Room:
    """An exam with everything: somebody near the pass mark, somebody away, somebody who has not come."""
    _, bank = bank_of(site.services)
    lin, bo, mei = (site.named(name) for name in ("lin", "bo", "mei"))
    questions = list({one.kind: one for one in usable(bank, today(site.services))}.values())
    room = Room(site.services, open_exam(site.services, [lin, bo, mei], questions), bank, lin, bo)
    room.sit(lin, len(questions) // 2)
    room.begin(bo)
    room.add(bo, Act.LEAVE, now() - timedelta(minutes=2))
    room.add(bo, Act.RETURN)
    room.add(bo, Act.HAND_IN)
    return room
