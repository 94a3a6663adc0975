"""What a month of a desk needs: a served desk that can be killed, its people, the month before, an author's edits."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page
from sqlalchemy import text

from simulator.app.opening import open_desk
from simulator.exam.bank.keys import key_as_of
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.question import Question
from simulator.exam.paper.exam import Exam
from simulator.exam.storage.exams import Exams
from simulator.people.person import Person, Role
from simulator.people.storage.people import People
from simulator.people.storage.sessions import Sessions
from simulator.web.services import Services, now
from simulator.web.settings import Settings
from tests.app.faults.server import HOST, Server
from tests.exam.pages.setting.conftest import Room, bank_of, open_exam, right_answer, today, usable

from .serving import Site

DESK, TOPIC, POLICY = "airline", "refunds", "sick-refund"
POLICY_FILE, QUESTIONS_FILE = f"policies/{POLICY}.yaml", "questions/airline-refunds.yaml"
PUT_ASIDE = ("special-fare-sick", "sick-papers", "normal-fare-sick", "refund-steps")
"""What has no key under the new version: each cites the clause that changed."""


class Office(Site):
    """A desk in a process of its own, at which a lead has a team of ten."""

    def __init__(self, server: Server, services: Services) -> None:
        super().__init__(f"http://{HOST}:{server.port}", services)
        self.server = server
        moment = now()
        services[People].add("root", "管理员", Role.ADMIN, None, "zh", by=None, now=moment)
        self.trainer = services[People].add("wei", "卫敏", Role.TRAINER, None, "zh", by=None, now=moment)
        team = services[People].add_team("早班", by=None, now=moment)
        self.lead = services[People].add("hua", "华静", Role.LEAD, team.id, "zh", by=None, now=moment)
        services[People].change_team(team.id, team.name, self.lead.id, None, moment)
        self.people = [
            services[People].add(
                f"t{number}", f"Agent {number}", Role.TRAINEE, team.id, "en", by=None, now=moment
            )
            for number in range(1, 11)
        ]

    def signed_in(self, context: BrowserContext, person: Person) -> Page:
        """A window of somebody who has signed in."""
        token = self.services[Sessions].begin(person.id, now()).token
        context.add_cookies([{"name": "session", "value": token, "url": self.address}])
        return context.new_page()

    @property
    def bank(self) -> Bank:
        """The newest bank."""
        return bank_of(self.services)[1]

    def the_month_before(self) -> None:
        """An exam a month ago, in which nobody knew what sickness means for a ticket."""
        day = last_month(self)
        asked = [question for question in usable(self.bank, day) if question.topic == TOPIC][:6]
        four = self.people[:4]
        exam = open_exam(self.services, four, asked, day=day, title="上月月考")
        room = Room(self.services, exam, self.bank, *four[:2])
        for person in four:
            room.sit(person, right=1)
        room.close()
        self.services[Exams].release(exam.id, None, now())

    def close(self, exam: Exam) -> None:
        """End an exam's window, as if the hours had gone by."""
        Room(self.services, exam, self.bank, *self.people[:2]).close()

    def make_due(self, person: Person) -> None:
        """Let somebody's cards be due today, as if the days had gone by."""
        with self.services.database.engine.begin() as connection:
            connection.execute(
                text("UPDATE cards SET due = :day WHERE person = :person"),
                {"day": str(today(self.services)), "person": person.id},
            )


def last_month(site: Site) -> date:
    """A day in the month before."""
    return today(site.services).replace(day=1) - timedelta(days=10)


@contextmanager
def office(folder: Path) -> Iterator[Office]:
    """Serve such a desk while the block runs."""
    url = f"sqlite:///{folder / 'desk.sqlite'}"
    server, services = Server(folder, url), open_desk(Settings(url, folder / "cache"))
    try:
        opened = Office(server, services)
        opened.the_month_before()
        server.start()
        yield opened
        assert "Traceback" not in server.log.read_text()
    finally:
        server.stop()
        services.close()


def changed_policy(policy: str, effective: date) -> str:
    """The file of the policy with one more version, and the bulletin that announces it."""
    posted = effective - timedelta(days=2)
    more = f"""\
  v3:
    effective: {effective}
    summary:
      zh: 病历材料改为7天内交齐，拍照上传也可以。
      en: Papers are due within 7 days now, and pictures of them will do.
    values: {{papers-within: 7}}
    clauses:
      papers:
        zh: 材料是二级以上医院的诊断证明和缴费单据，从申请退票那天起7天内交齐，拍照上传也可以。
        en: The papers are a diagnosis from a hospital of the second grade or above and its receipts, handed in within 7 days of the request; pictures of them will do.
bulletins:
  sick-papers-7:
    version: v3
    date: {posted}
    text:
      zh: 病历材料7天内交齐，拍照上传也可以。请不要再说10天。
      en: Papers are due within 7 days, and pictures of them will do. Please do not say 10 days any more.
"""
    assert "bulletins:\n" in policy
    return policy.replace("bulletins:\n", more, 1)


def rekeyed(questions: str, bank: Bank, day: date) -> str:
    """The file of questions in which what was put aside has a key for the new version: what was right still is."""
    lines, found = [], ""
    for line in questions.splitlines():
        if line.startswith("  ") and line[2:3].isalnum() and line.endswith(":"):
            found = line.strip().removesuffix(":")
        if found in PUT_ASIDE and line == "    explanation:":
            lines.append(f"      v3: {_as_yaml(key_as_of(bank.questions[found], bank.policies, day).answer)}")
            found = ""
        lines.append(line)
    return "\n".join(lines) + "\n"


def _as_yaml(answer: Any) -> str:
    return f"[{', '.join(answer)}]" if isinstance(answer, list | tuple) else str(answer)


def known_but(bank: Bank, day: date, topic: str, share: float, number: int) -> Any:
    """How somebody answers who knows about a share of everything, and nothing of a topic."""

    def chosen(question: Question) -> Any:
        lucky = (hash_of(question.id) + 37 * number) % 100 < 100 * share
        if question.topic == topic or not lucky:
            return None
        return right_answer(bank, question, day)

    return chosen


def hash_of(name: str) -> int:
    """The same number for a name in every process."""
    return sum(ord(letter) * place for place, letter in enumerate(name, 1))


def look(page: Page, name: str) -> None:
    """Keep pictures of the page, wide and narrow, where WINWIN_PICTURES names a folder for them."""
    folder = os.environ.get("WINWIN_PICTURES")
    if not folder:
        return
    before = page.viewport_size
    for width, height in ((1280, 900), (375, 720)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(150)
        page.screenshot(path=Path(folder) / f"month-{name}-{width}.png", full_page=True)
    if before:
        page.set_viewport_size(before)
