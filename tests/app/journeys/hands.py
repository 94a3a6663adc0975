"""How somebody works a page: with the mouse, with a finger, or with the keyboard alone."""

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 250
"""How often one can press Tab before it is clear that a control cannot be reached."""
FOCUS_SHOWS = """(control) => {
    const shows = (part) => {
        const style = getComputedStyle(part);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
    };
    return [control, ...control.labels ?? []].some(shows);
}"""
"""Whether somebody who looks at the page sees that this control has the focus."""
TABS_TO = """(control) => {
    const here = document.activeElement;
    if (control === here) return 0;
    const kinds = "a[href], button, input:not([type=radio]), select, textarea, summary";
    const comes = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
    return Math.max(1, [...document.querySelectorAll(kinds)].filter((each) => comes(here, each)
        && (each === control || comes(each, control)) && each.tabIndex >= 0 && !each.matches(":disabled")
        && each.checkVisibility({ visibilityProperty: true })).length);
}"""
"""How often to press Tab before looking again: a guess, since the browser decides where the focus goes."""


class Mouse:
    """Points and clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, control: Locator) -> None:
        """Press a button, or follow a link."""
        control.click()

    def choose(self, control: Locator) -> None:
        """Choose one of several, or say the reply."""
        self.press(control)

    def type(self, field: Locator, text: str) -> None:
        """Type over what is in a field."""
        self.press(field)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def mark(self, line: int, button: Locator) -> None:
        """Mark a detail on a line of the replay."""
        self.press(button)


class Finger(Mouse):
    """Taps, on a telephone."""

    def press(self, control: Locator) -> None:
        """Tap it."""
        control.tap()


class Keys(Mouse):
    """Has no mouse: Tab goes on, Enter presses, and where the page says so a single key does."""

    def reach(self, control: Locator) -> None:
        """Go on by Tab until a control has the focus, and shows it."""
        expect(control).to_be_visible()
        pressed = 0
        while pressed < MOST_TABS and (tabs := control.evaluate(TABS_TO)):
            for _ in range(tabs):
                self.page.keyboard.press("Tab")
            pressed += tabs
        expect(control).to_be_focused()
        assert control.evaluate(FOCUS_SHOWS), control

    def press(self, control: Locator) -> None:
        """Reach it and press Enter."""
        self.reach(control)
        self.page.keyboard.press("Enter")

    def choose(self, control: Locator) -> None:
        """Press the number that stands for it; without one, reach it and press the space bar."""
        key = control.get_attribute("data-key")
        if key:
            self.page.keyboard.press(key)
        else:
            self.reach(control)
            self.page.keyboard.press("Space")

    def type(self, field: Locator, text: str) -> None:
        """Reach it and type over what is in it."""
        self.reach(field)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def mark(self, line: int, button: Locator) -> None:
        """Go to the line by the arrow keys, and press the letter of the detail."""
        wanted = self.page.locator(f"#line-{line}")
        for _ in range(MOST_TABS):
            here = self.page.evaluate("document.activeElement.closest('[data-line]')?.dataset.line ?? '0'")
            if int(here) == line:
                break
            self.page.keyboard.press("ArrowUp" if int(here) > line else "ArrowDown")
        expect(wanted).to_be_focused()
        letter = button.get_attribute("data-letter")
        assert letter is not None
        self.page.keyboard.press(letter)
