"""What was needed and what came: said beside the replies where the two part, and nowhere else."""

import pytest

from simulator import Play, parse_case
from simulator.call.case.case import Stage
from simulator.call.case.document import Need, Response
from simulator.call.report.answering import NEEDS, RESPONSES
from simulator.call.report.conversation import conversation
from simulator.call.report.debrief import debrief, debrief_html, debrief_markdown
from simulator.call.review.answering import MEETS
from simulator.text.language import translator
from tests.docs.examples import in_code, page, tables

CASE = """\
id: needs
language: en
title: Needs
personas:
  quick: {name: Q, who: w, expects: a, gives-away: g, needs: speed}
  both: {name: B, who: w, expects: b, gives-away: g, needs: [speed, vent]}
  plain: {name: N, who: w, expects: c, gives-away: g}
rehearsal:
  opening:
    customer: Where is it?
    moves:
      feel: {say: I am sorry to hear that., response: [empathy, apology], why: w}
      time: {say: By six., response: promise, why: w}
      ask: {say: Which door?, why: w}
      bye: {say: Goodbye., why: w, to: end}
endings:
  end: {title: E, why: w}
"""
TOLD = "What was needed: speed. What came: sympathy, an apology."


def told(persona: str, language: str = "en") -> list[str | None]:
    """What is said beside each reply of a call with a persona."""
    play = played(persona)
    turns = conversation(play, tuple(play.spoken()), translator(language)).turns
    return [turn.reply.mismatch for turn in turns if turn.reply]


def played(persona: str) -> Play:
    """A call with every reply."""
    play = Play.start(parse_case(CASE), persona, stage=Stage.REHEARSAL)
    for move in ("feel", "time", "ask", "bye"):
        play.push(move)
    return play


def test_said_where_need_and_response_part() -> None:
    """Sympathy for somebody in a hurry would pass without a word, or a reply that met the need would be blamed."""
    assert told("quick") == [TOLD, None, None, None]
    assert told("quick", "zh")[0] == "客户要的：快。给的：共情，道歉。"
    assert told("both") == told("plain") == [None] * 4


def test_said_in_both_reports() -> None:
    """The page of a debrief would say it, and the saved one not, or the other way round."""
    d = debrief(played("quick"), "en")
    assert (debrief_html(d).count(TOLD), debrief_markdown(d).count(TOLD)) == (2, 1)  # panel, and whole call


def test_it_changes_no_score() -> None:
    """What is only said would count."""
    plain = parse_case(CASE.replace("response: [empathy, apology], ", "").replace(", needs: speed", ""))
    scores = []
    for case in (parse_case(CASE), plain):
        play = Play.start(case, "quick", stage=Stage.REHEARSAL)
        for move in ("feel", "bye"):
            play.push(move)
        outcome = play.outcome()
        assert outcome is not None
        scores.append(outcome.score)
    assert scores[0] == scores[1]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_need_and_response_is_known(language: str) -> None:
    """A key of a case would have no words, or the manual would pair it otherwise than the review does."""
    needs, responses = set(Need.__args__), set(Response.__args__)  # type: ignore[attr-defined]
    assert (set(MEETS), set(NEEDS), set(RESPONSES)) == (needs, needs, responses)
    rows = next(rows for rows in tables(page("authors", language)).values() if rows[0][0] == "`matter`")
    assert {in_code(need)[0]: frozenset(in_code(met)) for need, met in rows} == MEETS
