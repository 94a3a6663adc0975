"""A desk in which everything that anybody can write holds a script, and a reader that finds scripts in pages."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import yaml

from simulator.call.case.schema import translatable_texts
from simulator.library.library import Library
from simulator.people.person import Role
from simulator.people.storage.passwords import Passwords
from simulator.people.storage.people import People
from simulator.practice.storage.attempts import Attempts
from simulator.source.reading import read_bytes
from simulator.web.headers import POLICY
from simulator.web.services import Services, now
from tests.app.conftest import PASSWORD, Browser
from tests.conftest import SMALL_CASE
from tests.practice.pages.plays.calling import replies

MARK = "xss-mark"
"""An element that no page of ours has."""
PRODUCT = str(7191 * 7193)
PEOPLE = {"lin": "trainee", "wei": "trainer", "hua": "lead", "root": "administrator"}
_LINKS = ("href", "src", "action", "formaction", "hx-get", "hx-post", "data", "poster")
_KIND = re.compile(
    r"[0-9a-f]{24}|[0-9]+|(?<=/rules/).*|(?<=/questions/).*|(?<=/policies/).*|(?<=/bulletins/).*|\?.*"
)
MOST_OF_A_KIND = 3
"""Pages that differ in a number, a name or a query only."""
_RUN = ("javascript:", "vbscript:", "data:text")


def payload(source: str) -> str:
    """A text that runs, closes, or computes something wherever it is not taken as mere words.

    `source` is a short word for where it was written.
    """
    return f"\"'><{MARK} {source} onclick=a()>{{{{7191*7193}}}}</title></textarea>${{7191*7193}}"


class Reader(HTMLParser):
    """Finds in a page what nobody but us may put there."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)
        if PRODUCT in page:
            self.found.append("a text was taken for a template")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element."""
        at = {name: value or "" for name, value in attrs}
        if (
            tag == MARK
            or tag == "style"
            or (tag == "script" and not at.get("src", "").startswith("/static/"))
        ):
            self.found.append(f"<{tag} {at}>")
        self.found += [f"{name}={at[name]}" for name in at if name.startswith("on") or name == "style"]
        links = (at[name].strip().lower() for name in _LINKS if name in at)
        self.found += [link for link in links if link.startswith(_RUN)]


@dataclass
class Crawler:
    """Somebody who follows every link. `seen` are the pages by address; what is no page is empty."""

    browser: Browser
    most: int = 300
    seen: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=lambda: ["/"])
    unprotected: list[str] = field(default_factory=list)
    """Addresses whose answers do not forbid scripts from elsewhere."""
    kinds: Counter[str] = field(default_factory=Counter)

    def crawl(self) -> None:
        """Look at all pages that can be reached, up to so many."""
        while self.links and len(self.seen) < self.most:
            path = self.links.pop(0)
            answer = self.browser.get(path, follow_redirects=False)
            headers = answer.headers
            if (headers["content-security-policy"], headers["x-content-type-options"]) != (POLICY, "nosniff"):
                self.unprotected.append(path)
            if answer.status_code == 303:
                self._add(answer.headers["location"])
            if (
                "text/html" in answer.headers.get("content-type", "")
                and "content-disposition" not in answer.headers
            ):
                self.seen[path] = answer.text
                finder = _Links(answer.text)
                for link in finder.links:
                    self._add(link)
            else:
                self.seen[path] = ""

    def _add(self, link: str) -> None:
        link = link.partition("#")[0]
        kind = _KIND.sub("*", link)
        known = link in self.seen or link in self.links or self.kinds[kind] >= MOST_OF_A_KIND
        if link.startswith("/") and not link.startswith("/static") and not known:
            self.kinds[kind] += 1
            self.links.append(link)


class _Links(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value for name, value in attrs if name in ("href", "hx-get") and value]


def hostile_case() -> bytes:
    """The small case, with a script behind each of its texts."""
    data: Any = read_bytes((SMALL_CASE / "case.yaml").read_bytes(), "case.yaml").data
    for location, text in list(translatable_texts(data)):
        *way, last = location
        part = data
        for step in way:
            part = part[step]
        part[last] = f"{text} {payload('case')}"
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode()


def broken_case() -> bytes:
    """A case in which names, conditions and keys are scripts: the checker's sentences quote them."""
    name = payload("broken")
    scene = {
        "customer": name,
        "moves": {name: {"say": name, "to": name, "when": name, "kind": name, "effect": {name: 1}}},
    }
    data = {
        "id": "broken-case",
        "language": "en",
        "title": name,
        name: name,
        "personas": {name: {"name": name}},
        "gauges": {name: 1},
        "replay": {"lines": [{name: name}]},
        "analysis": {"steps": {name: {"question": name, "upto": name, "kind": name}}},
        "rehearsal": {"opening": scene, name: scene},
    }
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000).encode()


def fill(services: Services, client: Callable[[str], Browser]) -> None:
    """Write a script into everything that each role can write, by the forms of the pages."""
    root = client("root")
    everybody = {person.name: person for person in services[People].all()}
    for name, source in PEOPLE.items():
        person = everybody[name]
        team = "" if person.team is None else str(person.team)
        fields = {
            "name": name,
            "shown": payload(source),
            "role": person.role.value,
            "team": team,
            "language": "en",
        }
        posted(root, f"/people/{person.id}", fields)
    (team_id,) = (team.id for team in services[People].teams())
    posted(root, f"/people/teams/{team_id}", {"name": payload("team"), "lead": str(everybody["hua"].id)})
    values = {
        "desk": payload("desk"),
        "language": "en",
        "time_zone": "UTC",
        "session_hours": "8",
        "wins_needed": "2",
    }
    posted(root, "/settings", values)
    someone = services[People].add(
        payload("account"), payload("invited"), Role.TRAINEE, team_id, by=None, now=now()
    )
    services[Passwords].set(someone.id, PASSWORD, None, now())
    author(services, client("wei"), team_id)
    lin = client("lin")
    assert lin.post_form("/account/tokens", {"name": payload("token"), "lasts": "30"}).status_code == 200
    for number in range(2):
        play(lin, services, number)
    for attempt in services[Attempts].summaries(person=everybody["lin"].id, finished=True):
        answer = client("wei").post_form(
            f"/attempts/{attempt.name}/comments", {"reply": "1", "text": payload("comment")}
        )
        assert answer.status_code == 200, answer.text


def author(services: Services, trainer: Browser, team: int) -> None:
    """Publish a hostile case, draft a broken one, and assign the first."""
    plan = yaml.safe_dump({"persona": payload("plan"), "moves": [payload("plan")]}).encode()
    services[Library].save_draft("late-parcel", {"case.yaml": hostile_case()}, 0, None, now())
    broken = {"case.yaml": broken_case(), "bad.plan.yaml": plan}
    services[Library].save_draft("broken-case", broken, 0, None, now())
    entry = services[Library].entry("late-parcel")
    posted(
        trainer, "/cases/late-parcel/publish", {"revision": str(entry.revision), "note": payload("version")}
    )
    fields = {
        "case": "late-parcel",
        "due": f"{now() + timedelta(days=30):%Y-%m-%d}",
        "note": payload("assigned"),
        "team": str(team),
    }
    posted(trainer, "/assignments/new", fields)


def play(browser: Browser, services: Services, number: int) -> None:
    """Take a call of the hostile case to its end."""
    begun = browser.post_form(
        "/cases/late-parcel/play", {"stage": "rehearsal", "key": str(number)}, follow_redirects=False
    )
    assert begun.status_code == 303, begun.text
    address, version = begun.headers["location"].partition("?")[0], 0
    while (page := browser.get(address, follow_redirects=False)).status_code == 200:
        assert Reader(page.text).found == []
        open_now = replies(page.text)
        fields = {
            "reply": open_now[number % len(open_now)][0],
            "version": str(version),
            "key": f"{number}-{version}",
        }
        answer = browser.post_form(f"{address}/moves", fields, headers={"HX-Request": "true"})
        assert answer.status_code == 200, answer.text
        assert Reader(answer.text).found == []
        version += 1


def posted(browser: Browser, path: str, fields: dict[str, str]) -> None:
    """Post a form, which must be taken."""
    answer = browser.post_form(path, fields, follow_redirects=False)
    assert answer.status_code == 303, f"{path} {answer.status_code}: {answer.text}"
