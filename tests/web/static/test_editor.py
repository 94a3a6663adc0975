"""The case editor: problems as one types, the form posts what is shown, and the keyboard gets out again."""

from playwright.sync_api import Browser, Dialog, Locator, Page, expect

from tests.web.static.pages import Stage, page, until

EDIT = """
<main id="main"><h1>Edit</h1><form method="post" action="/moves">
<input name="key" type="hidden" value="k"><input name="move" type="hidden" value="save">
{{ editors.code_editor("text", "text", "Text of the case", text, "case.yaml", check, deep, "/rules/") }}
<button data-saves name="version" value="saved">Save</button></form>
<p role="status" data-stopped="text" hidden></p>
{{ editors.problem_list("text", [], "/rules/") }}
<div data-elsewhere="text" hidden><h2>Elsewhere</h2><ol></ol></div></main>
"""
TEXT = "id: parcel\nopening:\n  药: told-wen\n"


def problem(
    line: int, column: int, message: str, severity: str = "error", **elsewhere: str | None
) -> dict[str, object]:
    """A problem as the server tells it."""
    return {"line": line, "column": column, "end_line": line, "end_column": column + 8, "severity": severity,
            "message": message, "rule": "unknown-scene"} | elsewhere  # fmt: skip


def edit(stage: Stage, tab: Page, deep: str | None = None) -> Locator:
    """Open the editor; returns what is typed into."""
    stage.pages["/edit"] = page(EDIT, text=TEXT, check="/problems", deep=deep)
    tab.goto(f"{stage.address}/edit")
    expect(tab.locator("textarea")).to_be_hidden()
    return tab.get_by_role("textbox", name="Text of the case")


def test_problems_are_shown_in_the_text_and_beside_it(stage: Stage, tab: Page) -> None:
    """An author would find out what is wrong only after saving."""
    stage.problems = [problem(3, 6, "There is no scene “told-wen”.")]
    typed = edit(stage, tab)
    expect(typed).to_be_visible()
    expect(tab.locator(".cm-lintRange-error")).to_have_text("told-wen")
    expect(tab.get_by_role("status").filter(has_text="Problems")).to_have_text("Problems: 1")
    entry = tab.get_by_role("listitem")
    expect(entry).to_contain_text("There is no scene “told-wen”.")
    expect(entry.get_by_role("link", name="unknown-scene")).to_have_attribute("href", "/rules/unknown-scene")
    assert stage.asked[0] == {"file": "case.yaml", "text": TEXT, "token": "token"}
    stage.problems = []
    typed.press("Control+End")
    tab.keyboard.type("x: 1")
    expect(tab.get_by_role("status").filter(has_text="No problems.")).to_be_visible()
    expect(tab.locator(".cm-lintRange-error")).to_have_count(0)
    assert stage.asked[-1]["text"] == TEXT + "x: 1"


def test_messages_are_text(stage: Stage, tab: Page) -> None:
    """A message that quotes a hostile case would run in the trainer's browser."""
    stage.problems = [problem(1, 1, "<img src=x onerror=alert(1)>")]
    edit(stage, tab)
    expect(tab.get_by_role("listitem")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(tab.locator("img")).to_have_count(0)


def test_problems_elsewhere_are_listed_with_their_files(stage: Stage, tab: Page) -> None:
    """A problem of the translation would be hidden from who causes it, or underlined in the wrong text."""
    address = "/cases/parcel/edit/case.zh.yaml?at=2:1"
    stage.elsewhere = [
        problem(2, 1, "Stale.", "warning", file="case.zh.yaml", address=address),
        problem(1, 1, "Too long.", file="call.mp3", address=None),
    ]
    typed = edit(stage, tab)
    expect(tab.get_by_role("heading", name="Elsewhere")).to_be_visible()
    stale, long = tab.get_by_role("listitem").all()
    expect(stale.get_by_role("link", name="case.zh.yaml:2:1")).to_have_attribute("href", address)
    expect(long).to_contain_text("call.mp3:1:1")
    expect(long.get_by_role("link", name="call.mp3")).to_have_count(0)
    expect(tab.locator(".cm-lintRange-warning, .cm-lintRange-error")).to_have_count(0)
    stage.elsewhere = []
    typed.press("Control+End")
    tab.keyboard.type("x: 1")
    expect(tab.get_by_role("heading", name="Elsewhere")).to_be_hidden()


def test_a_check_that_was_broken_off_says_why(stage: Stage, tab: Page) -> None:
    """“No problems” would be read as if all had been looked at."""
    stage.stopped = "This case is too large to be looked at."
    typed = edit(stage, tab)
    expect(tab.get_by_role("status").filter(has_text="too large")).to_be_visible()
    stage.stopped = None
    typed.press("Control+End")
    tab.keyboard.type("x: 1")
    expect(tab.get_by_text("too large")).to_have_count(0)


def test_problem_leads_to_its_place(stage: Stage, tab: Page) -> None:
    """An author would have to count lines; a column after Chinese would be wrong."""
    stage.problems = [problem(3, 6, "Unknown.")]
    edit(stage, tab)
    tab.get_by_role("link", name="Line 3, column 6").click()
    tab.keyboard.type("X")
    expect(tab.locator(".cm-line").nth(2)).to_have_text("  药: Xtold-wen")


def test_form_posts_what_is_shown(stage: Stage, tab: Page) -> None:
    """What was typed would not be saved."""
    typed = edit(stage, tab)
    typed.press("Control+Home")
    tab.keyboard.type("# first\n")
    tab.keyboard.press("Control+s")
    tab.wait_for_url("**/moves")
    assert stage.posts[0]["text"].replace("\r\n", "\n") == "# first\n" + TEXT
    assert stage.posts[0]["version"] == "saved"


def test_leaving_with_unsaved_text_asks(stage: Stage, tab: Page) -> None:
    """An hour's work would go with a click on a link."""
    typed = edit(stage, tab)
    typed.press("Control+Home")
    tab.keyboard.type("x")
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    tab.on("dialog", accept)
    tab.reload()
    assert asked == ["beforeunload"]


def test_keyboard_gets_out(stage: Stage, tab: Page) -> None:
    """Tab indents; without a way out the keyboard would be trapped (WCAG 2.1.2)."""
    typed = edit(stage, tab)
    typed.press("Control+Home")
    tab.keyboard.press("Tab")
    expect(tab.locator(".cm-line").first).to_have_text("  id: parcel")
    tab.keyboard.press("Escape")
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("button", name="Save")).to_be_focused()
    expect(typed).to_have_accessible_description(
        "Tab indents. To leave the editor by keyboard, press Escape, then Tab. Ctrl+S saves, Ctrl+F searches."
    )


def test_deep_check_follows_a_clean_quick_one(stage: Stage, tab: Page) -> None:
    """Rules that need the solver would never be shown, or hold the quick answer up."""
    edit(stage, tab, deep="/problems?deep=1")
    until(tab, lambda: len(stage.asked) == 1)
    stage.problems = [problem(1, 1, "Nobody can win.", "warning")]
    expect(tab.get_by_role("listitem")).to_contain_text("Nobody can win.")
    expect(tab.locator(".cm-lintRange-warning")).to_have_count(1)
    assert len(stage.asked) == 2


def test_without_script_it_is_a_text_field(stage: Stage, browser: Browser) -> None:
    """Somebody without script could not edit."""
    stage.pages["/edit"] = page(EDIT, text="\n" + TEXT, check=None, deep=None)
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{stage.address}/edit")
    expect(tab.get_by_label("Text of the case")).to_have_value("\n" + TEXT)
    context.close()
