"""The review in the reports: what it says, and that the pages hold together."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt

from simulator import Case, load_case
from simulator.call.report.debrief import debrief, debrief_html, debrief_markdown
from simulator.call.report.review import GRADES, grade_shown, not_it, percent, points, review_part, turns
from simulator.call.review.review import TurningPoint, TurnKind
from simulator.call.solver.grading import Grade
from simulator.call.solver.judging import Judgement
from simulator.text.language import translator
from tests.conftest import SMALL_CASE
from tests.render.pages import Page

from .plays import CHINESE_CASE, LOST, WON, hostile_case, played
from .reviewed import reviewed, reviewed_debrief

LANGUAGE = pytest.mark.parametrize("language", ["en", "zh"])
HOSTILE = "<script>alert(1)</script> {{ 7 * 7 }} | `x` *y* [z](javascript:1) <img src=x onerror=alert(1)>"


def test_part_says_what_the_review_found(small_case: Case) -> None:
    """The report would show other grades, chances or better replies than were worked out."""
    found = reviewed(small_case, LOST, "hurried")
    t = translator("en")
    part = review_part(found, t)
    assert [(r.number, r.say, r.grade, r.lost, r.chance) for r in part.replies] == [
        (d.number, d.move.say, grade_shown(found, d, t)[0], points(d.regret), percent(d.chance_after))
        for d in found.decisions
    ]
    assert part.opening == percent(found.chances[0])
    counts = {grade: count for grade, _, count in part.counts}
    assert counts["best"] + counts.get("limited", 0) == found.count(Grade.BEST)
    assert [counts[g.value] for g in Grade if g is not Grade.BEST] == [
        found.count(g) for g in Grade if g is not Grade.BEST
    ]
    assert part.faults != ()
    for shown, fault in zip(part.faults, found.faults, strict=True):
        decision = fault.decision
        assert (shown.number, shown.said, shown.why) == (
            decision.number,
            decision.move.say,
            decision.move.why.at(decision.before),
        )
        better = fault.better
        if better is None:
            assert shown.better is None
            assert shown.unmendable
            continue
        assert shown.better is not None
        assert (shown.better.say, shown.better.why) == (
            better.reply.say,
            better.reply.why.at(decision.before),
        )
        assert better.outcome is not None
        assert (shown.better.score, shown.better.ending) == (
            better.outcome.score,
            better.outcome.ending.title,
        )
        assert len(shown.better.line) == len(better.line)
        scene = small_case.scenes.get(better.answered.scene)
        if scene is not None:
            assert shown.better.line[0].answer == scene.customer.at(better.answered)


def unfolded(html: str) -> str:
    """What stands on a page before anything is unfolded."""
    while "<details" in html:
        html = re.sub(r"<details(?:(?!<details).)*?</details>", "", html, flags=re.DOTALL)
    return html[html.index("<main>") :]


@pytest.mark.parametrize("moves", [LOST, WON])
def test_one_score_on_the_page(small_case: Case, moves: list[str]) -> None:
    """Three scores would compete on one page, and a trainee would not know which is theirs."""
    d = reviewed_debrief(small_case, moves, "en", "hurried")
    page = unfolded(debrief_html(d))
    assert page.count("of 100") == 1
    assert page.count('class="score"') == 1
    chances = {percent(chance) for chance in reviewed(small_case, moves, "hurried").chances}
    capped = {30} if moves is LOST else set()  # by the critical error
    assert {int(figure) for figure in re.findall(r"(\d+) ?%", page)} <= chances | capped
    assert "accuracy of" not in page
    before, figures = debrief_markdown(d).split("\n## All figures\n")
    assert (before.count("of 100"), figures.count("of 100")) == (1, 1)


def test_a_trap_that_costs_nothing_is_not_what_was_looked_for() -> None:
    """A trainee who tries a trap would be told that nothing would have been better."""
    t = translator("en")
    trap, slip = Judgement(50, 0, Grade.MISTAKE, trap=True), Judgement(50, 12, Grade.MISTAKE)
    assert not trap.recommendable
    assert t(not_it(trap)) == "mistake: a decent agent should not say this. Try again."
    assert t(not_it(slip)) == "mistake: it loses 12 points. Try again."


def test_what_would_have_been_better_can_be_left_out(small_case: Case) -> None:
    """A trainee would read the answer before trying again."""
    found = reviewed(small_case, LOST, "hurried")
    assert any(fault.better for fault in found.faults)
    part = review_part(found, translator("en"), better=False)
    assert part.answers_kept
    assert [fault.better for fault in part.faults] == [None] * len(found.faults)
    assert [fault.why for fault in part.faults] == [
        fault.why for fault in review_part(found, translator("en")).faults
    ]


def test_after_the_loss_nothing_is_called_best(small_case: Case) -> None:
    """A brush-off would be called the best reply, because the call was lost already."""
    found = reviewed(small_case, LOST, "hurried")
    assert found.lost is not None
    assert found.out_of_reach is not None
    best = replace(found.decisions[0], judgements={LOST[-1]: Judgement(50, 0, Grade.BEST)})
    assert best.number == 1
    late = replace(best, number=found.out_of_reach.number + 1, move=found.decisions[-1].move)
    assert grade_shown(found, late, translator("en")) == ("limited", "limited the damage")
    part = review_part(found, translator("en"))
    assert part.lost_at == found.lost.number
    assert part.lost[0].startswith(f"The call was lost at reply {part.lost_at}")


def test_points_and_percent_never_round_to_nothing() -> None:
    """A loss would be shown as none, or a lost call as one that can still be won."""
    assert [points(loss) for loss in (0, 0.2, 0.6, 7.4, 31.0)] == ["0", "−1", "−1", "−7", "−31"]
    assert [percent(chance) for chance in (0, 0.01, 49.6, 99.99, 100)] == [0, 1, 50, 99, 100]


def test_chances_lie_in_their_picture(small_case: Case) -> None:
    """The line would run out of the picture, or its points would not be at its replies."""
    part = review_part(reviewed(small_case, LOST, "hurried"), translator("en"))
    assert [chart.canvas.name for chart in part.charts] == ["wide", "narrow"]
    for chart in part.charts:
        canvas = chart.canvas
        assert len(chart.points) == len(part.replies) + 1
        assert (chart.points[0][0], chart.points[-1][0]) == (canvas.left, canvas.width - canvas.right)
        assert all(one[0] + chart.radius <= other[0] for one, other in pairwise(chart.points))
        assert all(canvas.top <= y <= chart.floor for _, y in chart.points)
        for (_, y), chance in zip(
            chart.points, [part.opening, *(r.chance for r in part.replies)], strict=True
        ):
            assert y == pytest.approx(chart.floor - chance / 100 * (chart.floor - canvas.top), abs=2)


def test_a_debrief_opens_where_the_call_was_decided(small_case: Case) -> None:
    """A trainee would look for the reply that mattered, or be told that a farewell had won the call."""
    lost = reviewed_debrief(small_case, LOST, "en", "hurried")
    assert lost.review is not None
    assert (lost.opens_at, lost.review.decided) == (lost.review.lost_at, "lost here")
    won = reviewed(small_case, WON)
    part = review_part(won, translator("en"))
    assert (part.turn, part.decided) == (len(WON), "")  # it was never in danger
    low, high = (replace(won.decisions[1], chance_before=20.0, chance_after=after) for after in (24.0, 60.0))
    for decision, decided in ((low, ""), (high, "won here")):
        short = replace(
            won, decisions=(won.decisions[0], decision), chances=(20.0, 20.0, decision.chance_after)
        )
        part = review_part(short, translator("en"))
        assert (part.turn, part.decided) == (2, decided)
    assert debrief(played(small_case, LOST, "hurried", "rehearsal"), "en").opens_at == len(LOST)


def test_turns_of_a_lost_and_of_a_won_call(small_case: Case) -> None:
    """A trainee would not be told when the win-win was lost, or be told so of a call that was won."""
    lost = review_part(reviewed(small_case, LOST, "hurried"), translator("en"))
    assert any("lost the win-win" in sentence for sentence in lost.turns)
    assert review_part(reviewed(small_case, WON), translator("en")).turns == (
        "The win-win was never in danger.",
    )
    left = review_part(reviewed(small_case, WON[:1]), translator("en"))
    assert len(left.turns) == 1
    assert "still open" in left.turns[0]


def test_bad_luck_is_called_so(small_case: Case) -> None:
    """A trainee would be blamed for a turn that no reply could have kept off."""
    found = reviewed(small_case, LOST, "hurried")
    first = found.decisions[0]
    lucky = replace(first, judgements={first.move.id: Judgement(50, 0, Grade.BEST)})
    blamed = [
        list(turns(replace(found, moments=(TurningPoint(TurnKind.LOST, one),)), translator("en")))
        for one in (found.faults[0].decision, lucky)
    ]
    assert [len(sentences) for sentences in blamed] == [1, 2]
    assert "bad luck" in blamed[1][1]


@LANGUAGE
def test_page_with_a_review_is_well_formed(small_case: Case, language: str) -> None:
    """A browser or a screen reader would have to guess what is meant."""
    page = Page(debrief_html(reviewed_debrief(small_case, LOST, language, "hurried")))
    assert page.faults == []
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {one for value in page.values("aria-labelledby") for one in value.split()} - set(ids) == set()
    levels = [int(tag.name[1]) for tag in page.named("h1", "h2", "h3", "h4")]
    assert all(following <= level + 1 for level, following in pairwise(levels))
    assert len(page.named("caption")) == len(page.named("table"))
    assert all("scope" in tag.attributes for tag in page.named("th"))
    shown = [tag for tag in page.named("svg") if tag.attributes.get("aria-hidden") != "true"]
    # the pictures of the chances hold links, which an image could not
    assert sorted(tag.attributes["role"] or "" for tag in shown) == ["group", "group", "img", "img"]
    assert all(tag.attributes.get("aria-label") for tag in shown if tag.attributes["role"] == "group")
    assert len(page.named("desc")) == 2


def test_picture_is_told_in_words(small_case: Case) -> None:
    """Whoever cannot see the curve would not learn what is in it."""
    d = reviewed_debrief(small_case, LOST, "en", "hurried")
    assert d.review is not None
    page = Page(debrief_html(d))
    groups = [tag.attributes.get("aria-label") or "" for tag in page.named("svg")]
    assert sum(f"{d.review.opening} % at the opening." in told for told in groups) == 2
    points = [
        tag.attributes for tag in page.named("a") if (tag.attributes.get("class") or "").startswith("dot")
    ]
    each = [(f"#reply-{r.number}", f"Reply {r.number}: {r.name}, {r.chance} %.") for r in d.review.replies]
    assert [(point["href"], point["aria-label"]) for point in points] == 2 * each  # wide and narrow
    assert {(point["href"] or "")[1:] for point in points} <= set(page.values("id"))


def test_each_grade_has_a_sign_of_its_own() -> None:
    """Grades could only be told apart by their colour."""
    case = load_case(SMALL_CASE)
    html = debrief_html(reviewed_debrief(case, LOST, "en", "hurried"))
    marks = re.findall(r'<li[^>]*><span class="gl[^>]*>(.*?)</span> (\w+) <span', html)[: len(Grade)]
    assert [name for _, name in marks] == [str(name) for name in GRADES.values()]
    assert len({sign for sign, _ in marks}) == len(Grade)


@LANGUAGE
def test_hostile_texts_stay_texts(language: str) -> None:
    """A case from somebody else could run a program in the reader's browser, or put links into a report."""
    plain = Page(debrief_html(reviewed_debrief(load_case(SMALL_CASE), LOST, language, "hurried")))
    d = reviewed_debrief(hostile_case(HOSTILE), LOST, language, "hurried")
    page = Page(debrief_html(d))
    assert page.faults == []
    assert page.named("script", "img") == []
    assert {tag.name for tag in page.tags} == {tag.name for tag in plain.tags}
    rendered = MarkdownIt("commonmark").enable("table").render(debrief_markdown(d))
    assert Page(rendered).named("script", "img", "a", "code") == []


def test_markdown_has_the_same_review(small_case: Case) -> None:
    """Whoever keeps reports as text would get less than whoever opens the page."""
    d = reviewed_debrief(small_case, LOST, "en", "hurried")
    assert d.review is not None
    text = debrief_markdown(d)
    table = [
        line
        for line in text.splitlines()
        if re.match(r"\| \d+ \| .* \| (best|good|inaccuracy|mistake|blunder) \|", line)
    ]
    assert len(table) == len(d.review.replies)
    assert [f"#### Reply {f.number} · {f.name}" in text for f in d.review.faults] == [True] * len(
        d.review.faults
    )


@LANGUAGE
def test_a_case_that_is_too_large_says_so(small_case: Case, language: str) -> None:
    """A trainee would wonder where the grades are."""
    play = played(small_case, WON, "worried", "rehearsal")
    d = debrief(play, language, None, None, True)
    said = translator(language)(
        "This case has more positions than could be worked out, so its calls are not graded."
    )
    assert said in debrief_html(d)
    assert said in debrief_markdown(d)
    assert said not in debrief_html(debrief(play, language))


def test_texts_of_the_case_say_their_language() -> None:
    """Chinese would be read out with English sounds."""
    d = reviewed_debrief(load_case(CHINESE_CASE), ["tonight"], "en", "tired")
    html = debrief_html(d)
    section = html[html.index('<ol class="moves"') : html.index('<div class="folds">')]
    for text in re.findall(r">([^<>]*[\u4e00-\u9fff][^<>]*)<", section):
        at = section.index(text)
        assert 'lang="zh-Hans"' in section[section.rindex("<", 0, at - 1) - 200 : at]
