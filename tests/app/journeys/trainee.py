"""A trainee who plays a case by what the pages show: words on buttons, and nothing that only a program sees.

Beside the pages the same play goes on in memory, which says what has to be there next.
"""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from simulator import Play
from simulator.call.case.case import Case, GuidingQuestion
from simulator.call.case.plan import read_plan
from simulator.call.play import rehearsal as rules
from simulator.library.library import Library
from simulator.practice.storage.attempts import Attempts
from simulator.resources import scenarios
from simulator.text.language import translator

from .hands import Mouse
from .serving import PASSWORD, Site

DOUBLE_CLICK = 520
"""Milliseconds after a reply in which the page takes another press for the second half of a double click."""


class Trainee:
    """Somebody at a page of the desk, in a language, with a way of working it."""

    def __init__(self, site: Site, page: Page, hand: Mouse, language: str) -> None:
        self.site, self.page, self.hand = site, page, hand
        self.t = translator(language)
        self.language = language
        self.play: Play

    @property
    def case(self) -> Case:
        """The case that is played, in the language of the page."""
        return self.play.case

    @property
    def name(self) -> str:
        """The name of the attempt, which is in the address."""
        return self.page.url.partition("?")[0].rsplit("/", 1)[1]

    def button(self, words: str) -> Locator:
        """The button with these words."""
        return self.page.get_by_role("button", name=self.t(words), exact=True)

    def sign_in(self, name: str, password: str = PASSWORD) -> None:
        """Sign in, by whatever page asks for it."""
        self.page.goto(f"{self.site.address}/")
        self.hand.type(self.page.locator("#name"), name)
        self.hand.type(self.page.locator("#password"), password)
        self.hand.press(self.button("Sign in"))
        self.page.wait_for_url(f"{self.site.address}/")
        expect(self.page.locator("#password")).to_have_count(0)  # the form may have stood at the same address

    def begin(self, title: str, stage: str = "From the beginning") -> None:
        """Begin a case from the home page."""
        fold = self.page.locator("#cases > summary")
        if self.page.locator("#cases:not([open])").count():
            self.hand.press(fold)
        cards = self.page.get_by_role("region", name=self.t("All cases")).get_by_role("listitem")
        card = cards.filter(has=self.page.get_by_role("heading", name=title, exact=True))
        self.hand.press(card.get_by_role("button", name=self.t(stage)))
        self.page.wait_for_url("**/plays/*")
        if stage == "Rehearsal":
            self.pick_up()
        self.follow()

    def pick_up(self) -> None:
        """Accept the call that rings."""
        self.hand.press(self.button("Accept"))
        expect(self.page.locator("#answer")).to_be_visible()

    def follow(self) -> None:
        """Take up the play that the page shows, as far as it has come."""
        kept = self.site.services[Attempts].find(self.name)
        assert kept.bundle is not None
        case = self.site.services[Library].case(kept.bundle, self.language)
        self.play = Play.restore(case, kept.record.attempt)

    def plan(self, marks: int = 100) -> list[str]:
        """Moves that lead from the beginning to a win-win with whoever is on the line; at most so many marks."""
        folder = scenarios() / self.case.id
        best = plan_of(folder, f"best-{self.play.persona}")
        if self.play.stage_played is not None:
            return best
        whole = plan_of(folder, "whole")
        before = whole[: len(whole) - whole[::-1].index("next")]
        marked = [move for move in before if move.startswith("mark ")]
        return [move for move in before if move not in marked[marks:]] + best

    def make(self, moves: list[str]) -> None:
        """Make moves, one after the other."""
        for move in moves:
            verb, *words = move.split()
            by_verb = {"hear": self._hear, "mark": self._mark, "next": self._next, "hint": self._hint}
            by_verb |= {"answer": self._answer, "suppose": self._suppose}
            if self.play.progress.rehearsal is None:
                by_verb[verb](words)
            else:
                self.reply(move)
            self.play.push(move)

    # ---- the replay

    def _hear(self, words: list[str]) -> None:
        heard = len(self.case.lines) if words else self.play.progress.replay.heard + 1
        which = "hear all" if words else "hear"
        self.hand.press(self.page.locator(f'#hearing button[value="{which}"]'))
        expect(self.page.locator("#lines > li")).to_have_count(heard)
        spoken = self.page.locator(f"#line-{heard} .words")
        expect(spoken).to_have_text(self.case.lines[heard - 1].words)

    def _mark(self, words: list[str]) -> None:
        line, detail = int(words[0]), words[1]
        button = self.page.locator(f"#mark-{line}-{detail}")
        self.hand.mark(line, button)
        expect(button).to_have_attribute("aria-pressed", "true")

    # ---- the analysis

    def _next(self, words: list[str]) -> None:
        progress = self.play.progress.analysis
        in_replay = self.page.locator("#lines").count() == 1
        self.hand.press(self.button("Go on"))
        if in_replay or progress.step + 1 == len(self._steps()):
            # what came of the stage stands between it and the next one
            self.hand.press(self.page.locator(".actions a.primary").first)
        if in_replay:
            expect(self.page.locator("#question-title")).to_be_visible()
        elif progress.step + 1 < len(self._steps()):
            title = self.page.locator("#question-title")
            expect(title).to_have_text(self._steps()[progress.step + 1].question)
        else:
            self.pick_up()

    def _steps(self) -> list[GuidingQuestion]:
        assert self.case.analysis is not None
        return list(self.case.analysis.steps.values())

    def _choice(self, words: str) -> Locator:
        form = self.page.locator("#question form").first
        exactly = self.page.get_by_text(words, exact=True)
        return form.locator("label.option").filter(has=exactly).locator("input")

    def _answer(self, words: list[str]) -> None:
        step = self._steps()[self.play.progress.analysis.step]
        if step.kind == "point":
            lines = {line.id: line.number for line in self.case.lines}
            for word in words:
                number = lines.get(word, word)
                self.hand.choose(self.page.locator(f'#question input[name="line"][value="{number}"]'))
        elif step.kind == "order":
            for place, word in enumerate(words):
                self._put(step.options[word].text, place)
        else:
            for word in words:
                self.hand.choose(self._choice(step.options[word].text))
        self.hand.press(self.button("Answer"))
        expect(self.page.locator("#question .notice")).to_be_visible()

    def _put(self, words: str, place: int) -> None:
        rows = self.page.locator("#question [data-row]")
        row = rows.filter(has=self.page.get_by_text(words, exact=True))
        up = row.locator('[data-move="-1"]')
        texts = [
            text.strip() for text in self.page.locator("#question [data-row] [data-text]").all_inner_texts()
        ]
        for at in range(texts.index(words), place, -1):
            self.hand.press(up)
            expect(rows.nth(at - 1)).to_contain_text(words)

    def _suppose(self, words: list[str]) -> None:
        assert self.case.analysis is not None
        self.hand.choose(self._choice(self.case.analysis.expectations[words[0]]))
        self.hand.type(self.page.locator("#confidence"), words[1])
        self.hand.press(self.button("Submit hypothesis"))
        latest = self.page.locator(".suppositions li").last
        expect(latest).to_contain_text(self.case.analysis.expectations[words[0]])
        expect(latest).to_contain_text(re.compile(rf"\b{words[1]} ?%"))

    def _hint(self, words: list[str]) -> None:
        given = self.page.locator(".hints .given")
        count = given.count()
        self.hand.press(self.page.locator('#question button[value="hint"]'))
        expect(given).to_have_count(count + 1)

    # ---- the rehearsal

    def offered(self, move: str, page: Page | None = None) -> Locator:
        """The button with the words of a reply, perhaps in another window."""
        page = page or self.page
        position = self.play.progress.rehearsal
        assert position is not None
        words = next(one.say for one in rules.replies(self.case, position) if one.id == move)
        replies = page.locator("#answer button.reply")
        return replies.filter(has=page.get_by_text(words, exact=True))

    def reply(self, move: str) -> None:
        """Say a reply, and wait for what the customer says to it; the play in memory is not asked."""
        turns = self.page.locator("#log > li")
        count = turns.count()
        self.page.wait_for_timeout(DOUBLE_CLICK)
        self.hand.choose(self.offered(move))
        expect(turns).to_have_count(count + 1)

    def to_debrief(self) -> None:
        """From the end of the call to the debrief."""
        self.hand.press(self.page.get_by_role("link", name=self.t("To the debrief")))
        self.page.wait_for_url("**/attempts/*")


def plan_of(folder: Path, name: str) -> list[str]:
    """The moves of one of a case's plans."""
    return read_plan(folder / f"{name}.plan.yaml").moves


def speak(page: Page, language: str) -> None:
    """Change the language of the pages, if they are in the other one."""
    other = page.get_by_role("button", name="English" if language == "en" else "中文", exact=True)
    if other.count():
        other.click()
        expect(other).to_have_count(0)
