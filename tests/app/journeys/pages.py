"""Every page of the desk that a browser can ask for, with something in it, by the name of its route."""

from collections.abc import Iterator
from datetime import timedelta

from starlette.routing import Route

from simulator import Play
from simulator.app.app import routes
from simulator.call.case.case import Stage
from simulator.call.play.outcome import Verdict
from simulator.exam.pages.setting.results_page import make_cards
from simulator.exam.paper.exam import Window
from simulator.exam.sitting.sitting import Act, SittingEntry
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.sittings import Sittings
from simulator.library.bundles import read_folder
from simulator.library.library import Library
from simulator.people.person import Role
from simulator.people.storage.links import Links, Purpose
from simulator.people.storage.people import People
from simulator.practice.pages.plays.beginning import begin
from simulator.practice.storage.assignments import Assignments
from simulator.practice.storage.attempts import Attempts
from simulator.practice.storage.comments import Comments
from simulator.practice.storage.targets import Targets
from simulator.resources import scenarios
from simulator.web.services import now
from tests.conftest import SMALL_CASE
from tests.exam.pages.setting.conftest import bank_of, open_exam, today, usable

from .paper_pages import paper_pages
from .serving import Site
from .trainee import plan_of

CASE, BROKEN = "ticket-rebooking", "half-written"
DAY = timedelta(days=1)
SMALL = SMALL_CASE.name  # checked and worked out in no time
FILES = {
    "health", "account-data", "import-template", "attempt-html", "attempt-markdown", "case-download",
    "class-export", "play-audio", "bank-download", "bank-template", "bank-export-file",
    "paper-report", "paper-report-result", "result-report", "sitting-clock",
}  # fmt: skip
"""Routes that give files, or words for programs."""
PARTS = {"attempt-review"}
"""Routes that give a part of a page; it is looked at in its page."""
FORWARDING = {"attempts-compare"}
"""Routes that only send on to another page."""


def shown_routes() -> set[str]:
    """The names of all routes that show a page."""
    found = {route.name for route in routes() if isinstance(route, Route) and "GET" in (route.methods or ())}
    return found - FILES - PARTS - FORWARDING


class Addresses:
    """The addresses of pages, for an administrator; `public` are for whoever has not signed in."""

    def __init__(self, site: Site) -> None:
        self.site, self.services = site, site.services
        self.root = site.named("root")
        self.team = site.named("lin").team

    def all(self) -> Iterator[tuple[str, str]]:
        """The name of each route with an address of it; several where a page has several faces."""
        yield from self._about_cases()
        yield from self._about_bank()
        yield from paper_pages(self.site)
        yield from self._about_people()
        yield from self._about_attempts()
        yield from self._about_classes()
        yield from self._plays()
        yield from self._exams()
        yield "home", "/"
        yield "practice", "/practice"
        yield "account", "/account"
        yield "settings", "/settings"
        yield "audit", "/audit"

    def public(self) -> Iterator[tuple[str, str]]:
        """The same for pages that are there without signing in."""
        yield "sign-in", "/sign-in"
        link = self.services[Links].new(self.root.id, Purpose.RESET, None, now())
        yield "link", f"/link/{link}"

    def _about_cases(self) -> Iterator[tuple[str, str]]:
        for name in ("rules", "case-new", "cases"):
            yield name, {"rules": "/rules", "case-new": "/cases/new", "cases": "/cases"}[name]
        yield "rule", "/rules/dominated-move"
        for name in ("case", "case-problems", "case-graph", "case-figures", "case-worth", "case-try"):
            yield name, f"/cases/{SMALL}{name.removeprefix('case').replace('-', '/')}"
        yield "case-restore", f"/cases/{CASE}/restore/1"
        yield "case", f"/cases/{CASE}"
        yield "case", f"/cases/{BROKEN}"
        yield "case-edit", f"/cases/{BROKEN}/edit/case.yaml"
        yield "case-discard", f"/cases/{BROKEN}/discard"
        yield "case-remove", f"/cases/{CASE}/remove/whole.plan.yaml"

    def _about_bank(self) -> Iterator[tuple[str, str]]:
        yield "bank", "/bank"
        yield "bank-problems", "/bank/problems"
        yield "bank-questions", "/bank/questions"
        yield "bank-policy", "/bank/policies/sick-refund"
        current = self.services[Banks].current()
        assert current is not None
        for question in list(self.services[Banks].bank(current.bundle).questions)[:2]:
            yield "bank-question", f"/bank/questions/{question}"
        yield "bank-files", "/bank/files"
        yield "bank-edit", "/bank/edit/policies/sick-refund.yaml?at=3:1"
        yield "bank-remove", "/bank/remove/policies/sick-refund.yaml"
        yield "bank-restore", f"/bank/restore/{current.number}"
        yield "bank-discard", "/bank/discard"
        yield "bank-approvals", "/bank/approvals"
        yield "bank-import", "/bank/import"
        yield "bank-export", "/bank/export?format=aiken"

    def _about_people(self) -> Iterator[tuple[str, str]]:
        lin = self.site.named("lin").id
        yield "people", "/people"
        yield "people", "/people?q=nobody"
        yield "person-new", "/people/new"
        yield "invitations", "/people/invitations"
        yield "import", "/people/import"
        yield "teams", "/people/teams"
        yield "team", f"/people/teams/{self.team}"
        yield "team-delete", f"/people/teams/{self.team}/delete"
        yield "person", f"/people/{lin}"
        yield "person-delete", f"/people/{lin}/delete"

    def _about_attempts(self) -> Iterator[tuple[str, str]]:
        yield "attempts", "/attempts"
        whole, lost = self._finished("bo", Verdict.WIN_WIN), self._finished("mei", Verdict.LOSE_LOSE)
        yield "attempt", f"/attempts/{whole}"
        yield "attempt", f"/attempts/{lost}"
        yield "attempt-retries", f"/attempts/{whole}/retry"
        yield "attempt-retry", f"/attempts/{lost}/retry"
        yield "attempt-compare", f"/attempts/{whole}/compare/{lost}"

    def _finished(self, name: str, verdict: Verdict) -> str:
        attempts = self.services[Attempts].summaries(person=self.site.named(name).id, case=CASE)
        return next(
            each.name for each in reversed(attempts) if each.result and each.result.verdict is verdict
        )

    def _about_classes(self) -> Iterator[tuple[str, str]]:
        month = f"{now():%Y-%m}"
        yield "classes", "/classes"
        yield "class", f"/classes/{self.team}"
        yield "class", f"/classes/{self.team}?case={CASE}"
        yield "class-member", f"/classes/{self.team}/members/{self.site.named('bo').id}"
        yield "class-member", f"/classes/{self.team}/members/{self.site.named('lin').id}"
        yield "assign", "/assignments/new"
        yield "assignments", "/assignments"
        yield "assignment", f"/assignments/{self.services[Assignments].all()[0].id}"
        yield "targets", "/targets"
        yield "target", f"/targets/{self.team}"
        yield "target-month", f"/targets/{self.team}/{month}"

    def _exams(self) -> Iterator[tuple[str, str]]:
        """What an administrator sits like everybody else: before, in, and after an exam."""
        services, moment = self.services, now()
        _, bank = bank_of(services)
        yield "bulletins", "/bulletins"
        yield "bulletin", f"/bulletins/{bank.bulletins()[0].id}"
        questions = usable(bank, today(services))
        told = open_exam(services, [self.root], questions[:6])
        services[Sittings].begin(told.id, self.root.id, None, moment)
        self._hand_in(told.id)
        services[Exams].change(told.id, window=Window(moment - DAY, moment - DAY / 2), by=None, now=moment)
        make_cards(services, services[Exams].release(told.id, None, moment), moment)
        yield "exams", "/exams"
        yield "result", f"/results/{told.id}"
        yield "cards", "/cards"
        coming = open_exam(services, [self.root], list({one.kind: one for one in questions}.values()))
        yield "sitting", f"/sittings/{coming.id}"
        services[Sittings].begin(coming.id, self.root.id, None, moment)
        for number in range(1, len(coming.forms[0].items) + 1):
            yield "sitting", f"/sittings/{coming.id}?question={number}"
        yield "sitting-hand-in", f"/sittings/{coming.id}/hand-in"
        yield "sitting-handbook", f"/sittings/{coming.id}/handbook"
        self._hand_in(coming.id)
        yield "sitting", f"/sittings/{coming.id}"

    def _hand_in(self, exam: int) -> None:
        sitting = self.services[Sittings].find(exam, self.root.id)
        moment = now()
        entry = SittingEntry(Act.HAND_IN, moment)
        self.services[Sittings].append(sitting.id, sitting.version, entry, moment).result()

    def _plays(self) -> Iterator[tuple[str, str]]:
        """A play at the recording, at each kind of question, in the call and at its end."""
        bundle = self.services[Library].entry(CASE).bundle
        assert bundle is not None
        whole = plan_of(scenarios() / CASE, "whole")
        play = Play.start(self.services[Library].case(bundle, "zh"))
        stops: dict[str, int] = {"recording": 12}
        for number, move in enumerate(whole):
            play.push(move)
            progress, analysis = play.progress.analysis, play.case.analysis
            if play.stage is Stage.ANALYSIS and analysis is not None:
                kind = list(analysis.steps.values())[progress.step].kind
                stops.setdefault(kind, number + 2)  # after it was answered
            elif play.stage is Stage.REHEARSAL:
                stops.setdefault("call", number + 4)
        for stop in stops.values():
            name = begin(self.services, self.root, CASE, bundle, moves=whole[:stop], persona="anxious")
            yield "play", f"/plays/{name}"
        yield "play-hang-up", f"/plays/{name}/hang-up"  # the last of them is in a call
        name = begin(self.services, self.root, CASE, bundle, "rehearsal", persona="anxious")
        yield "play", f"/plays/{name}?ring"
        name = begin(self.services, self.root, CASE, bundle, moves=whole, persona="anxious")
        yield "play", f"/plays/{name}?end"
        for stage in ("replay", "analysis"):
            yield "play-results", f"/plays/{name}/results/{stage}"
        name = begin(self.services, self.root, CASE, bundle, persona="anxious", preview=False)
        yield "attempt-discard", f"/attempts/{name}/discard"


def fill(site: Site) -> None:
    """Give every page something to show: a broken draft, comments, a target, invitations, a second version."""
    services, root = site.services, site.named("root")
    team = site.named("lin").team
    assert team is not None
    moment = now()
    text = (scenarios() / "ac-remote" / "case.yaml").read_text(encoding="utf-8")
    text = text.replace("id: ac-remote", f"id: {BROKEN}", 1).replace("kind: ", "knid: ", 3)
    services[Library].save_draft(SMALL, read_folder(SMALL_CASE), 0, root.id, moment)
    services[Library].save_draft(BROKEN, {"case.yaml": text.encode()}, 0, root.id, moment)
    services[Targets].set_total(team, f"{moment:%Y-%m}", 40, root.id, moment)
    services[People].add("waiting", "何待 He Dai", Role.TRAINEE, team, by=root.id, now=moment)
    for each in services[Attempts].summaries(person=site.named("bo").id):
        services[Comments].add(each.id, 1, root.id, "先听完。\n<script>alert(1)</script> & so on", moment)
