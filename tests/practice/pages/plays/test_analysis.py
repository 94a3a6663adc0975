"""The analysis in the browser: a question at a time, what was chosen is answered, and nothing else."""

from collections.abc import Callable

import pytest
import yaml

from simulator import Case, Play
from simulator.call.play.analysis import shown_order
from simulator.practice.pages.plays.analysis import AnalysisScreen, analysis_part
from simulator.practice.storage.attempts import Attempts
from simulator.resources import scenarios
from simulator.text.language import translator
from simulator.web.services import Services
from tests.app.conftest import Browser
from tests.call.report.plays import ANALYSED, LISTENED
from tests.conftest import SMALL_CASE

from .forms import Page
from .trainee import Trainee
from .withheld import check_nothing_told

t = translator("en")


@pytest.fixture
def trainee(client: Callable[[str], Browser], services: Services) -> Trainee:
    """Somebody at the first question of the small case, which is played alone."""
    return Trainee(client("lin"), services, SMALL_CASE, "analysis")


def part_after(case: Case, *moves: str) -> AnalysisScreen:
    """What is shown after these moves of the analysis."""
    play = Play.start(case, stage="analysis")
    for move in moves:
        play.push(move)
    return analysis_part(case, play.progress.replay, play.progress.analysis, t)


def test_the_first_question(small_case: Case) -> None:
    """The question, what it asks for or how far it looks back would be shown wrongly."""
    part = part_after(small_case)
    assert (part.number, part.count, part.kind) == (1, 6, "hypothesis")
    assert [line.number for line in part.lines] == [1, 2]
    assert [entry.number for entry in part.expectations] == [1, 2, 3]
    assert (part.confidence, part.suppositions, part.answered, part.last) == (50, (), False, False)
    assert (part.hints, part.hints_left, part.behind) == ((), 1, None)


def test_hints_cost_only_where_they_are_counted(small_case: Case) -> None:
    """A cost would be named that the score does not have, or the other way round."""
    assert part_after(small_case).cost == 0
    assert part_after(small_case, "suppose worried 60", "next").cost == small_case.weights.help


def test_what_was_supposed_stays(small_case: Case) -> None:
    """A hypothesis could not be seen, revised or followed."""
    part = part_after(small_case, "suppose hurried 40", "next", "suppose worried 70")
    assert [(entry.question, entry.confidence) for entry in part.suppositions] == [(1, 40), (2, 70)]
    assert [entry.supposed for entry in part.expectations] == [True, False, False]
    assert part.confidence == 70
    assert not part.answered


def test_only_what_was_chosen_is_judged(small_case: Case) -> None:
    """A wrong answer would tell about the others, or an earlier one would be forgotten."""
    before = ["suppose worried 60", "next"]
    wrong = part_after(small_case, *before, "answer status")
    assert [(entry.right, entry.why) for entry in wrong.choices] == [
        (False, "It is the agent who repeats it."),
        (None, None),
    ]
    assert (wrong.verdict, wrong.solved, wrong.answered) == ("That is not it.", False, True)
    both = part_after(small_case, *before, "answer status", "answer mother")
    assert [(entry.right, entry.chosen) for entry in both.choices] == [(False, False), (True, True)]
    assert (both.verdict, both.solved) == ("That is right.", True)
    # the explanation comes with the right answer, and is not told twice; else it comes behind the question
    explanation = "What is said three times has not been heard twice."
    assert (wrong.explained, both.explained) == (None, explanation)
    solved = part_after(small_case, *before, "answer mother", "next")
    left = part_after(small_case, *before, "answer status", "next")
    assert (solved.behind, left.behind) == (None, explanation)


def test_evidence_comes_with_the_lines_pointed_at(small_case: Case) -> None:
    """A line would be judged that nobody has pointed at."""
    before = ["suppose worried 60", "next", "answer mother", "next"]
    part = part_after(small_case, *before, "answer 1 twice")
    told = {entry.number: (entry.right, entry.why) for entry in part.choices if entry.right is not None}
    assert told == {1: (False, None), 2: (True, "The first time.")}
    assert [entry.number for entry in part.choices if entry.chosen] == [1, 2]
    assert part.verdict == "Not all of this fits."
    assert part.choices[1].line == part.lines[1]


def test_an_order_is_shown_as_it_was_put(small_case: Case) -> None:
    """The numbers of an order would be the author's, or an answer would be shuffled."""
    before = [*ANALYSED[:2], "answer mother", "next", "answer twice", "next", "answer who", "next"]
    part = part_after(small_case, *before)
    assert small_case.analysis is not None
    step = small_case.analysis.steps["in-which-order"]
    texts = [step.options[option].text for option in shown_order(step)]
    assert [(entry.number, entry.place, entry.text) for entry in part.choices] == [
        (number, number, text) for number, text in enumerate(texts, 1)
    ]
    assert texts != [option.text for option in step.options.values()]
    put = part_after(small_case, *before, "answer hear act check")
    assert [entry.text for entry in put.choices] == [
        step.options[name].text for name in ("hear", "act", "check")
    ]
    assert sorted(entry.number for entry in put.choices) == [1, 2, 3]
    assert all(entry.right is None for entry in put.choices)
    assert put.verdict == "Not in this order yet."


def test_lines_new_with_a_question(small_case: Case) -> None:
    """It could not be seen how much further a question looks back."""
    assert part_after(small_case).looked_back == 2
    second = part_after(small_case, "suppose worried 60", "next")
    assert [line.number for line in second.lines if line.number > second.looked_back] == [3, 4, 5]


def test_own_marks_stand_beside_the_questions(client: Callable[[str], Browser], services: Services) -> None:
    """What was noticed in the replay would be forgotten in the analysis."""
    trainee = Trainee(client("lin"), services, SMALL_CASE)
    for move in ("hear all", "mark 2 repeated", "mark 2 key", "mark 5 heated", "next"):
        trainee.send(move)
    page = trainee.page()
    assert page.count("key sentence</span>") == 1
    assert page.count("repeated</span>") == 1
    assert "heated</span>" not in page  # the first question looks back to line 2


def test_the_analysis_by_forms_alone(client: Callable[[str], Browser], services: Services) -> None:
    """Without script the analysis could not be played, or would come out otherwise."""
    trainee = Trainee(client("lin"), services, SMALL_CASE)
    for move in LISTENED:
        trainee.send(move)
    for move in ANALYSED:
        trainee.move(move)
    kept = trainee.services[Attempts].find(trainee.name).record.attempt
    assert Play.restore(trainee.case, kept).progress == trainee.play.progress
    assert trainee.play.state.startswith("rehearsal.")


def test_every_move_is_offered(trainee: Trainee) -> None:
    """A move that the rules take would have no form, at some question."""
    for move in ANALYSED[:-1]:
        page = Page(trainee.page())
        for legal in trainee.play.legal_moves():
            assert page.form_for(trainee.fields(legal)) is not None, legal
        trainee.send(move)


def test_what_is_solved_is_not_asked_again(trainee: Trainee) -> None:
    """A question that is answered rightly would still have a form, which the rules refuse."""
    for move in ("suppose worried 60", "next", "answer mother"):
        trainee.send(move)
    page = Page(trainee.page())
    assert page.form_for([("verb", "answer"), ("choice", "1")]) is None
    assert page.form_for([("move", "next")]) is not None


def test_a_part_is_one_question(trainee: Trainee) -> None:
    """An answer would send the call again."""
    for move in ("suppose worried 60", "next"):
        trainee.send(move)
    sent = trainee.send("answer status").text
    assert sent.count("<section") == 1
    assert 'id="question"' in sent
    assert "I have already told this twice." not in sent
    assert "It is not here" in trainee.send("next").text


def test_nothing_chosen_is_refused_in_words(trainee: Trainee) -> None:
    """A form sent empty would make a server error, or count as an answer."""
    trainee.send("suppose worried 60")
    trainee.send("next")
    answer = trainee.post([("verb", "answer"), ("question", "2")])
    assert answer.status_code == 422
    assert "Choose one." in answer.text
    for fields in ([("verb", "suppose"), ("expectation", "1")], [("verb", "answer"), ("question", "x")]):
        assert trainee.post(fields).status_code == 422
    assert trainee.play.progress.analysis.answers == ()
    assert "Question 2 of 6" in trainee.page()


def test_an_answer_to_another_question_is_not_taken(trainee: Trainee) -> None:
    """A form of the question before would answer the present one."""
    for move in ("suppose worried 60", "next", "answer mother", "next"):
        trainee.send(move)
    answer = trainee.post([("verb", "answer"), ("question", "2"), ("choice", "1")])
    assert answer.status_code in (409, 422)
    check_nothing_told(trainee, answer.text)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["ac-remote", "ticket-rebooking"])
def test_nothing_is_told_before_its_time(
    client: Callable[[str], Browser], services: Services, name: str, language: str
) -> None:
    """A page or a part would hold an answer, evidence, a hint or a question to come."""
    folder = scenarios() / name
    plan = yaml.safe_load((folder / "whole.plan.yaml").read_text(encoding="utf-8"))
    trainee = Trainee(client("lin"), services, folder, "analysis", language)
    moves = [move for move in plan["moves"] if move.split()[0] in ("answer", "suppose", "next", "hint")]
    check_nothing_told(trainee, trainee.page())
    for move in moves[1:]:
        for tried in (*wrong_answers(trainee), move):
            if trainee.play.over:
                break
            sent = trainee.send(tried)
            if not trainee.play.over:
                check_nothing_told(trainee, sent.text)
        if not trainee.play.over:
            check_nothing_told(trainee, trainee.page())


def wrong_answers(trainee: Trainee) -> list[str]:
    """An answer that is not all right, where one can be given."""
    moves = [move for move in trainee.play.legal_moves() if move.startswith("answer")]
    for move in moves:
        play = Play.restore(trainee.case, trainee.play.attempt())
        play.push(move)
        if play.progress.analysis.answers[-1].share < 1:
            return [move]
    return []


def test_what_was_written_is_only_text(client: Callable[[str], Browser], services: Services) -> None:
    """Script in a question, an option, a hint or a reason would run in the trainee's browser."""
    evil = '"><script>alert(1)</script>'
    text = (SMALL_CASE / "case.yaml").read_text(encoding="utf-8")
    for old in (
        "What does she come back to?", "Whose parcel it is, right", "And each time it is passed over.",
        "Count who says which word how often.", "What is said three times has not been heard twice.",
        "A compensation as high as possible.", "Hear whose parcel it is",
    ):  # fmt: skip
        quoted = f"'{evil}'" + (", right" if old.endswith("right") else "")
        assert old in text
        text = text.replace(old, quoted, 1)
    trainee = Trainee(client("lin"), services, SMALL_CASE, "analysis", files={"case.yaml": text.encode()})
    seen = [trainee.page()]
    for move in ANALYSED[:-1]:
        seen += [trainee.send(move).text, trainee.page()]
    for sent in seen:
        assert "<script>alert" not in sent
        assert "Question" in sent or "question" in sent
    assert sum("&lt;script&gt;" in sent for sent in seen) > 5
