"""A trainer's case on its way: uploaded broken, mended in the page, published, assigned, played, commented."""

import io
import re
import zipfile
from collections import deque
from pathlib import Path

import pytest
from playwright.sync_api import expect

from simulator import Play
from simulator.app.demo import DEMO_PASSWORD
from tests.conftest import SMALL_CASE

from .conftest import OpenWindow
from .hands import Mouse
from .serving import Site
from .trainee import Trainee, speak

CASE = "parcel-on-its-way"
TITLE = "Delivered, but not here"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_from_a_broken_upload_to_a_comment_read(
    site: Site, window: OpenWindow, tmp_path: Path, language: str
) -> None:
    """A trainer could not bring a case of their own to their trainees, or not see what came of it."""
    case, title = f"{CASE}-{language}", f"{TITLE} ({language})"
    lin = site.named("lin")
    learner = site.newcomer(language, team=lin.team)
    desk = window(language).new_page()
    trainer = Trainee(site, desk, Mouse(desk), language)
    trainer.sign_in("wei", DEMO_PASSWORD)
    speak(desk, language)

    upload(trainer, broken(tmp_path, case, title))
    mend(trainer, case)
    publish(trainer)
    assign(trainer, title)

    phone = window(language).new_page()
    trainee = Trainee(site, phone, Mouse(phone), language)
    trainee.sign_in(learner.name)
    assigned = phone.get_by_role("region", name=trainee.t("Assigned to you"))
    expect(assigned.get_by_role("listitem").filter(has_text=title)).to_contain_text("Feel first.")
    trainee.begin(title, "Rehearsal")
    trainee.make(shortest_call(trainee.play))
    trainee.to_debrief()

    seen_in_class(trainer, learner.shown, title)
    desk.get_by_role("region", name=trainer.t("Latest attempts")).get_by_role("row").filter(
        has_text=learner.shown
    ).get_by_role("link").first.click()
    desk.wait_for_url(f"**/attempts/{trainee.name}")
    desk.locator("a.dot[href='#reply-1']:visible").click()
    desk.get_by_text(trainer.t("Comment on reply {number}", number=1), exact=True).click()
    desk.locator("#text-1").fill("Whose parcel was it?\n<b>Ask.</b>")
    desk.locator("#comments-1").get_by_role("button", name=trainer.t("Save the comment")).click()
    expect(desk.locator("#comments-1 .comment .text")).to_contain_text("<b>Ask.</b>")

    phone.goto(site.address)
    written = phone.get_by_role("region", name=trainee.t("Written to you lately"))
    expect(written).to_contain_text("Whose parcel was it?")
    tried = trainee.t("{calls} of {enough} calls, none won yet", calls=1, enough=3)
    expect(assigned.get_by_role("listitem").filter(has_text=title)).to_contain_text(tried)
    written.get_by_role("link").first.click()
    expect(phone.locator("#comments-1 .comment .text")).to_contain_text("<b>Ask.</b>")


def broken(folder: Path, case: str, title: str) -> Path:
    """A zip of the small case, with a scene that is not there and a gauge that is misspelt."""
    text = (SMALL_CASE / "case.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("id: late-parcel", f"id: {case}"),
        (f"title: {TITLE}", f"title: {title}"),
        ("to: told-which", "to: told-wich"),
        ("when: heat <= 60", "when: haet <= 60"),
    ):
        assert old in text, old
        text = text.replace(old, new, 1)
    file = folder / f"{case}.zip"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{case}/case.yaml", text)
    file.write_bytes(packed.getvalue())
    return file


def upload(trainer: Trainee, file: Path) -> None:
    """Upload the zip; its errors are listed with their places."""
    page = trainer.page
    page.goto(f"{trainer.site.address}/cases")
    page.get_by_role("link", name=trainer.t("New case")).first.click()
    page.locator("#zip").set_input_files(file)
    page.get_by_role("button", name=trainer.t("Upload"), exact=True).click()
    problems = page.get_by_role("region", name=trainer.t("Problems")).locator(".problems > li")
    expect(problems.filter(has_text="told-wich")).to_contain_text(re.compile(r"case\.yaml:\d+:\d+"))
    expect(problems.filter(has_text="haet")).to_contain_text(re.compile(r"case\.yaml:\d+:\d+"))
    expect(trainer.button("Publish")).to_have_count(0)


def mend(trainer: Trainee, case: str) -> None:
    """Go from a problem to its place in the editor, mend it by typing, and see the list become shorter."""
    page = trainer.page
    problems = page.get_by_role("region", name=trainer.t("Problems")).locator(".problems > li")
    problems.filter(has_text="told-wich").get_by_role("link").first.click()
    page.wait_for_url(f"**/cases/{case}/edit/case.yaml?at=*")
    expect(page.locator(".cm-lintRange-error").first).to_be_visible()
    here = page.locator('[data-problem-list="text"] > li')
    for wrong, line in (("told-wich", "to: told-which"), ("haet", "when: heat <= 60")):
        here.filter(has_text=wrong).locator("[data-goto]").click()
        page.keyboard.press("Home")
        page.keyboard.press("Shift+End")
        page.keyboard.type(line)
        expect(here.filter(has_text=wrong)).to_have_count(0)
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)
    page.keyboard.press("Control+s")
    expect(page.locator("#notice")).to_contain_text(trainer.t("Saved."))
    page.get_by_role("link", name=trainer.t("To the case")).click()


def publish(trainer: Trainee) -> None:
    """Publish the draft."""
    page = trainer.page
    page.locator("#note").fill("First")
    trainer.button("Publish").click()
    expect(page.locator("#notice")).to_contain_text(
        trainer.t("Published. Trainees play this version from now on.")
    )


def assign(trainer: Trainee, title: str) -> None:
    """Assign it to the team of the airline."""
    page = trainer.page
    page.goto(f"{trainer.site.address}/assignments")
    page.get_by_role("link", name=trainer.t("Assign a case")).first.click()
    page.locator("#case").select_option(label=title)
    page.get_by_label(trainer.t("The whole team {team}", team="航空票务 Airline")).check()
    page.locator("#note").fill("Feel first.")
    trainer.button("Assign").click()
    expect(page.locator("#notice")).to_contain_text(trainer.t("Assigned."))
    expect(page.get_by_role("row").filter(has_text=title)).to_be_visible()


def seen_in_class(trainer: Trainee, shown: str, title: str) -> None:
    """Open the class at the case: who has taken the call is there, and so is the attempt."""
    page = trainer.page
    page.goto(f"{trainer.site.address}/classes")
    page.get_by_role("link", name="航空票务 Airline").first.click()
    page.locator("#case").select_option(label=title)
    trainer.button("Show").click()
    where = (
        page.get_by_role("region", name=trainer.t("Progress by trainee"))
        .get_by_role("row")
        .filter(has_text=shown)
    )
    expect(where.locator(f'[data-label="{trainer.t("Calls")}"]')).to_have_text("1")


def shortest_call(play: Play) -> list[str]:
    """The fewest replies from where a play stands to an ending."""
    begun = len(play.moves)
    waiting: deque[tuple[str, ...]] = deque([()])
    while waiting:
        path = waiting.popleft()
        trial = Play.restore(play.case, play.attempt())
        for move in path:
            trial.push(move)
        if trial.over:
            assert list(trial.moves[begun:]) == list(path)
            return list(path)
        waiting.extend((*path, move) for move in trial.legal_moves())
    raise AssertionError("the call never ends")
