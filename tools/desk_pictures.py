"""The pictures of the desk: the demo, served as `winwin serve --demo` does it, as its people see it."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from simulator.app.demo import DEMO_PASSWORD, set_up_demo
from simulator.app.opening import open_desk
from simulator.app.serving import demo_environment
from simulator.call.case.plan import read_plan
from simulator.library.library import Library
from simulator.people.storage.people import People
from simulator.practice.pages.plays.beginning import begin
from simulator.resources import scenarios
from simulator.web.services import Services, now
from simulator.web.settings import desk_settings

ROOT = Path(__file__).resolve().parent.parent
WINWIN = Path(sys.executable).with_name("winwin")
STARTS_WITHIN = 60.0  # seconds
WORKED_OUT_WITHIN = 180.0  # seconds for all calls of the class
DESK = {"width": 1120, "height": 800}
TALL = {"width": 1120, "height": 1060}
PHONE = {"width": 375, "height": 760}
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
CASE, PERSONA = "ticket-rebooking", "anxious"
PARCEL = ROOT / "tests" / "cases" / "late-parcel"
DRAFTS = {
    # a case in its language, and what is spoilt in it
    "en": (PARCEL, (("to: told-which", "to: told-wich"), ("when: heat", "when: haet"))),
    "zh": (scenarios() / "ac-remote", (("    kind: ", "    knid: "),)),
}


@dataclass(frozen=True)
class Served:
    """The demo at its address, and where in it the pictures are taken."""

    address: str
    play: dict[str, str]
    """The address of a call under way, by language."""
    draft: dict[str, str]
    """The id of a case with problems, by language."""


def desk_pictures(browser: Browser, folder: Path) -> None:
    """Write the pictures of the desk in both languages."""
    with _served() as desk:
        for language in LOCALES:
            page = _signed_in(browser, desk, "lin", language, DESK)
            page.screenshot(path=folder / f"desk-home-{language}.png")
            _call(page, desk, language)
            page.screenshot(path=folder / f"desk-call-{language}.png")
            phone = _signed_in(browser, desk, "lin", language, PHONE)
            _call(phone, desk, language)
            phone.screenshot(path=folder / f"desk-phone-{language}.png")
            page = _signed_in(browser, desk, "wei", language, DESK)
            page.goto(f"{desk.address}/cases/{desk.draft[language]}/edit/case.yaml")
            page.locator(".code-frame").wait_for()
            page.locator("[data-problem-list] a[data-goto]").first.click()
            page.locator(".cm-lintRange-error").first.wait_for()
            page.screenshot(path=folder / f"desk-editor-{language}.png")
            page = _signed_in(browser, desk, "wei", language, TALL)
            _class(page, desk)
            page.screenshot(path=folder / f"desk-class-{language}.png")


def _call(page: Page, desk: Served, language: str) -> None:
    page.goto(desk.address + desk.play[language])
    page.locator("#log > li").last.scroll_into_view_if_needed()
    page.locator("#stage").evaluate("(stage) => stage.scrollIntoView()")


def _class(page: Page, desk: Served) -> None:
    """The class at a case, when all its calls have been graded."""
    until = time.monotonic() + WORKED_OUT_WITHIN
    page.goto(f"{desk.address}/classes/1?case={CASE}")
    while page.locator("main > .notice").count():
        assert time.monotonic() < until, "the calls of the class are still being worked out"
        time.sleep(1)
        page.reload()


def _signed_in(browser: Browser, desk: Served, name: str, language: str, size: dict[str, int]) -> Page:
    context = browser.new_context(viewport=size, locale=LOCALES[language])  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(desk.address)
    page.locator("#name").fill(name)
    page.locator("#password").fill(DEMO_PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_url(f"{desk.address}/")
    return page


@contextlib.contextmanager
def _served() -> Iterator[Served]:
    with tempfile.TemporaryDirectory() as folder:
        environ = demo_environment(
            {
                **os.environ,
                "WINWIN_HOME": f"{folder}/home",
                "WINWIN_CACHE": f"{folder}/cache",
                "WINWIN_DATABASE_URL": "",
            }
        )
        services = open_desk(desk_settings(environ))
        try:
            set_up_demo(services, now())
            play = {language: _begun(services, language) for language in LOCALES}
            draft = {language: _drafted(services, language) for language in LOCALES}
        finally:
            services.close()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [str(WINWIN), "serve", "--demo", "--port", str(port)]
        process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)
        try:
            _wait_for(port)
            yield Served(f"http://127.0.0.1:{port}", play, draft)
        finally:
            process.terminate()
            process.wait(30)


def _begun(services: Services, language: str) -> str:
    """A call that lin has begun well; gives the address of its page."""
    lin, bundle = services[People].named("lin"), services[Library].entry(CASE).bundle
    assert lin is not None
    assert bundle is not None
    moves = read_plan(scenarios() / CASE / f"best-{PERSONA}.plan.yaml").moves[:2]
    name = begin(services, lin, CASE, bundle, "rehearsal", PERSONA, moves, preview=False, language=language)
    return f"/plays/{name}"


def _drafted(services: Services, language: str) -> str:
    source, spoilt = DRAFTS[language]
    text = (source / "case.yaml").read_text(encoding="utf-8")
    for right, wrong in spoilt:
        assert right in text, right
        text = text.replace(right, wrong, 1)
    case = f"{source.name}-draft"
    text = text.replace(f"id: {source.name}", f"id: {case}", 1)
    services[Library].save_draft(case, {"case.yaml": text.encode()}, 0, None, now())
    return case


def _wait_for(port: int) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert time.monotonic() < until, "the desk did not open"
            time.sleep(0.1)
