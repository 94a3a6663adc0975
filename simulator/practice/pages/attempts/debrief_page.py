"""The debrief of an attempt: the report in the desk's frame, with comments and ways to go on from it."""

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from simulator.call.case.case import Stage
from simulator.call.play.play import Play
from simulator.call.report.debrief import Debrief, debrief, debrief_html, debrief_markdown
from simulator.call.report.review import review_part
from simulator.call.review.review import Review
from simulator.database.settings import Options
from simulator.library.judges import StillWorking
from simulator.library.library import Library
from simulator.people.person import Permission
from simulator.practice.pages.plays.drawing import new_key
from simulator.render.rendering import language_attribute
from simulator.source.problems import CaseError
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.access import page
from simulator.web.services import now
from simulator.web.visit import Visit

from .commented import Commented, commented
from .giving_up import better_shown
from .reviewing import (
    LONG_PATIENCE,
    PATIENCE,
    NoCall,
    NotGraded,
    class_temperature_of,
    judges_of,
    reviewed,
    see_findings_kept,
)
from .seeing import SeenAttempt, finished_attempt, play_of, seen_attempt
from .winning import Win, met, own_calls, win


@dataclass(frozen=True, slots=True)
class AttemptPage:
    """What stands around a debrief. `owner` is None for one's own attempt, and empty for a deleted account.

    `working` says that the review comes later, `answers` that what would have been better may be shown.
    `again` are the ways to practise the case once more, the
    likeliest first, each as a stage (nothing: the whole case) and its words. `key` is what the keys of the
    page's forms begin with. `met` is what stands beside the caller's name, `win` what was won; both are only
    there for one's own.
    """

    name: str
    owner: str | None
    case: str
    started: datetime
    preview: bool
    changed: bool
    working: bool
    answers: bool
    again: tuple[tuple[str, Message], ...]
    key: str
    comments: Commented
    met: tuple[Message, str] | None = None
    win: Win | None = None


def show(visit: Visit) -> Response:
    """The debrief; an unfinished attempt goes on where it was, and of somebody else's nothing is told."""
    seen = seen_attempt(visit)
    if seen.finished:
        return attempt_page(visit, seen)
    if seen.own:
        return visit.to("play", name=seen.name)
    return visit.page(
        "attempts/under_way.html.j2",
        owner=seen.owner.shown if seen.owner else "",
        started=seen.kept.started,
        updated=seen.kept.updated,
    )


def attempt_page(
    visit: Visit,
    seen: SeenAttempt,
    status: int = 200,
    text: str = "",
    refused: tuple[int, Message] | None = None,
) -> Response:
    """The page of a finished attempt. `refused` is why a `text` on the move with a number was not kept."""
    return _page(visit, seen, "attempts/attempt.html.j2", status, text, refused)


def show_review(visit: Visit) -> Response:
    """The debrief with its review, for a page that was shown without; it asks again while there is none."""
    seen = finished_attempt(visit)
    if not visit.htmx:
        return visit.to("attempt", _fragment="review", name=seen.name)
    return _page(visit, seen, "attempts/debrief.html.j2", asked_again=True)


def _page(
    visit: Visit,
    seen: SeenAttempt,
    template: str,
    status: int = 200,
    text: str = "",
    refused: tuple[int, Message] | None = None,
    asked_again: bool = False,
) -> Response:
    play = play_of(visit.services, seen.kept, visit.language)
    d, working = _debrief_by_now(visit, seen, play)
    case_id = seen.kept.record.attempt.case
    calls = own_calls(visit.services, visit.person, play.case, case_id) if seen.own else None
    return visit.page(
        template,
        status,
        d=d,
        a=AttemptPage(
            name=seen.name,
            owner=None if seen.own else seen.owner.shown if seen.owner else "",
            case=case_id,
            started=seen.kept.started,
            preview=seen.kept.preview,
            changed=play.changed,
            working=working,
            answers=better_shown(visit.services, seen),
            again=_again(visit, case_id, play) if seen.own else (),
            key=new_key(),
            comments=commented(visit, seen, play, text, refused),
            met=met(calls, d) if calls else None,
            win=win(seen, d, calls) if calls else None,
        ),
        asked_again=asked_again,
        trainee=_trainee(visit, seen),
        case_lang=language_attribute(visit.language)(play.case.language),
    )


def download_html(visit: Visit) -> Response:
    """The report as a file that needs nothing else."""
    seen, d = _report(visit)
    return _file(debrief_html(d), "text/html", f"{seen.kept.record.attempt.case}.html")


def download_markdown(visit: Visit) -> Response:
    """The report as Markdown."""
    seen, d = _report(visit)
    return _file(debrief_markdown(d), "text/markdown", f"{seen.kept.record.attempt.case}.md")


def _trainee(visit: Visit, seen: SeenAttempt) -> str:
    """What the reports call the agent; nothing for the trainee, who is told "you"."""
    if seen.own:
        return ""
    return seen.owner.shown if seen.owner else visit.t("the trainee")


def _report(visit: Visit) -> tuple[SeenAttempt, Debrief]:
    seen = finished_attempt(visit)
    return seen, _debrief(visit, seen, play_of(visit.services, seen.kept, visit.language), LONG_PATIENCE)


def _debrief_by_now(visit: Visit, seen: SeenAttempt, play: Play) -> tuple[Debrief, bool]:
    """The debrief, and whether its review is still being worked out; it is then without one."""
    try:
        return _debrief(visit, seen, play, PATIENCE), False
    except StillWorking:
        return debrief(play, visit.language), True


def _debrief(visit: Visit, seen: SeenAttempt, play: Play, patience: float) -> Debrief:
    """The debrief with its review, of which is kept what is not kept yet. Raises StillWorking."""
    found: Review | None = None
    too_large = False
    try:
        found, _ = reviewed(judges_of(visit), play, patience, class_temperature_of(visit.services, seen))
    except NoCall:
        pass
    except NotGraded:
        too_large = True
    see_findings_kept(visit.services, seen.kept, play, found)
    zone = visit.services[Options].current(now()).zone
    started = seen.kept.started.astimezone(zone).isoformat()
    part = None if found is None else review_part(found, visit.t, better_shown(visit.services, seen))
    return debrief(play, visit.language, started, part, too_large)


def _again(visit: Visit, case_id: str, play: Play) -> tuple[tuple[str, Message], ...]:
    """The stage that was played last, which is the call if there was one; and the whole case as it is now."""
    services = visit.services
    published = next((one.bundle for one in services[Library].all() if one.id == case_id), None)
    if published is None:
        return ()
    try:
        case = services[Library].case(published, visit.language)
    except (Refusal, CaseError):  # what happened to the case since must not hide the debrief
        return ()
    last = Stage.REHEARSAL if play.progress.rehearsal is not None else play.stage_played
    words = {
        Stage.REPLAY: Message("Listen again"),
        Stage.ANALYSIS: Message("Analyse it again"),
        Stage.REHEARSAL: Message("Next caller") if len(case.personas) > 1 else Message("Take the call again"),
    }
    one = [(last.value, words[last])] if last in words and last in case.stages else []
    whole = [] if one and len(case.stages) == 1 else [("", Message("The whole case again"))]
    return (*one, *whole)


def _file(text: str, kind: str, name: str) -> Response:
    # the name is a case's id, which is plain letters, digits and hyphens
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.encode(), media_type=f"{kind}; charset=utf-8", headers=headers)


ROUTES = [
    page("/attempts/{name}", show, Permission.PRACTISE, name="attempt"),
    page("/attempts/{name}/review", show_review, Permission.PRACTISE, name="attempt-review"),
    page("/attempts/{name}/report.html", download_html, Permission.PRACTISE, name="attempt-html"),
    page("/attempts/{name}/report.md", download_markdown, Permission.PRACTISE, name="attempt-markdown"),
]
