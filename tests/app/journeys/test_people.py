"""Those who run a desk: a team lead and the month's target, an administrator and the accounts."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from simulator.app.demo import DEMO_PASSWORD
from simulator.people.person import Role
from simulator.people.storage.people import People

from .conftest import OpenWindow
from .hands import Keys, Mouse
from .serving import PASSWORD, Site
from .test_everybody import VIOLATIONS, faults
from .trainee import Trainee, speak

LIST = "账号,姓名,角色,班组\nqing,青禾,学员,航空票务 Airline\nlin,林晓雨,学员,\nxia,夏至,厨师,\n"


def at_desk(
    site: Site, page: Page, name: str, password: str = DEMO_PASSWORD, hand: type[Mouse] = Mouse
) -> Trainee:
    """Somebody who has signed in and reads English."""
    someone = Trainee(site, page, hand(page), "en")
    someone.sign_in(name, password)
    speak(page, "en")
    return someone


def shares(page: Page) -> dict[str, int]:
    """The share of everybody, as the table has it."""
    rows = (
        page.get_by_role("region", name="Shares").get_by_role("row").filter(has=page.get_by_role("rowheader"))
    )
    return {
        row.get_by_role("rowheader").inner_text(): int(row.get_by_role("cell").first.inner_text())
        for row in rows.all()
    }


def test_lead_splits_the_target_and_adjusts_it(site: Site, window: OpenWindow) -> None:
    """A target would be lost or doubled in the splitting, or a share set by hand be overruled."""
    page = window("en").new_page()
    lead = at_desk(site, page, "hua", hand=Keys)
    page.goto(f"{site.address}/targets")
    page.get_by_role("link", name="航空票务 Airline").first.click()
    lead.hand.type(page.locator("#total"), "60")
    lead.hand.press(lead.button("Set the target"))
    expect(page.locator("#notice")).to_contain_text("The target is set")
    split = shares(page)
    assert sum(split.values()) == 60
    assert len(split) >= 3
    name = next(iter(split))
    lead.hand.type(page.get_by_label(f"Share of {name}"), "3")
    lead.hand.press(lead.button("Set the shares"))
    expect(page.locator("#notice")).to_contain_text("The shares are set")
    adjusted = shares(page)
    assert adjusted[name] == 3
    assert sum(adjusted.values()) == 60


def test_invitation_to_signing_in(site: Site, window: OpenWindow, noise: list[str]) -> None:
    """Somebody new could not get in, or their link could be used by whoever finds it later."""
    page = window("en").new_page()
    root = at_desk(site, page, "root")
    page.goto(f"{site.address}/people")
    page.get_by_role("link", name="Add somebody").first.click()
    page.get_by_label("Name that the others see").fill("周岚 Zhou Lan")
    page.get_by_label("Sign-in name").fill("zhou")
    page.get_by_label("Role", exact=True).select_option(label="trainee")
    root.button("Add, and make the invitation").click()
    link = page.locator("#address").input_value()
    assert link.startswith(f"{site.address}/link/")

    theirs = window("en").new_page()
    theirs.goto(link)
    theirs.locator("#password").fill("a kettle on the stove")
    theirs.locator("#again").fill("a kettle on the stove")
    theirs.get_by_role("button", name="Set the password").click()
    theirs.wait_for_url("**/sign-in?name=zhou")
    zhou = at_desk(site, theirs, "zhou", "a kettle on the stove")
    expect(theirs.get_by_role("main")).to_contain_text("Hello, 周岚 Zhou Lan. Your first call is waiting.")
    assert site.named("zhou").role is Role.TRAINEE

    again = window("en").new_page()
    again.goto(link)
    expect(again.locator("#password")).to_have_count(0)
    assert "410 (Gone)" in noise.pop()
    zhou.page.locator(".me > summary").click()
    zhou.button("Sign out").click()
    expect(theirs.get_by_role("button", name="Sign in")).to_be_visible()


def test_list_is_imported(site: Site, window: OpenWindow, tmp_path: Path) -> None:
    """A desk of forty would have to be typed in by hand, or a faulty row would spoil the others."""
    file = tmp_path / "people.csv"
    file.write_bytes(LIST.encode("gb18030"))  # as a spreadsheet on a Chinese machine saves it
    page = window("en").new_page()
    root = at_desk(site, page, "root")
    page.goto(f"{site.address}/people")
    page.get_by_role("link", name="Import a list").click()
    page.locator("#list").set_input_files(file)
    root.button("Look at the list").click()
    expect(page.get_by_role("table", name="What is wrong, and where")).to_contain_text("C4")
    people = page.get_by_role("table", name="People on the list")
    expect(people.get_by_role("row").filter(has_text="qing")).to_contain_text("will be added")
    expect(people.get_by_role("row").filter(has_text="林晓雨")).to_contain_text("stays as it is")
    assert site.services[People].named("qing") is None
    page.get_by_role("button", name="Add these accounts: 1").click()
    expect(page.get_by_role("table", name="New invitations")).to_contain_text("青禾")
    assert site.named("qing").invited
    assert site.services[People].named("xia") is None


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("who", ["hua", "bo", "newcomer"])
def test_home_of_everybody_fits_and_can_be_read(
    site: Site, window: OpenWindow, who: str, language: str
) -> None:
    """Somebody could not read or reach a part of their home page: by machine, by keyboard, on some window."""
    page = window(language, color_scheme="dark" if language == "zh" else "light").new_page()
    page.add_init_script(VIOLATIONS)
    someone = Trainee(site, page, Mouse(page), language)
    name, password = who, DEMO_PASSWORD
    if who == "newcomer":
        name, password = site.newcomer(language).name, PASSWORD
    someone.sign_in(name, password)
    speak(page, language)
    page.goto(f"{site.address}/")
    for width in (1920, 1366, 1024, 768, 600, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    page.set_viewport_size({"width": 1366, "height": 768})
    assert list(faults(page, language)) == []


@pytest.mark.parametrize("who", ["hua", "bo"])
def test_home_works_without_scripts(site: Site, window: OpenWindow, who: str) -> None:
    """Whoever has no scripts would see the page, and find what is folded or linked out of reach."""
    page = window("en", java_script_enabled=False).new_page()
    someone = at_desk(site, page, who)
    if who == "hua":
        page.get_by_role("table").get_by_role("link").first.click()
        page.wait_for_url("**/members/*")
        return
    page.locator("#cases > summary").click()
    someone.begin(site.title("ticket-rebooking", "en"), "Rehearsal")
