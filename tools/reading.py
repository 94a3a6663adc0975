"""Debriefs for fresh readers: lost calls of a case as a trainee would read them, without a figure.

``python -m tools.reading ac-remote --calls 10 --language en`` prints them one after the other, numbered.
docs/fresh-readers.md says what readers are asked.
"""

import argparse
import random
import re
from collections.abc import Iterator

from simulator import Case, Play, debrief_markdown, judge_of, load_case, reviewed_debrief
from simulator.call.play import rehearsal
from simulator.call.play.outcome import Verdict
from simulator.call.solver.judging import Judge
from simulator.cli.finding import found_case

FIGURES = re.compile(r"^## (全部数字|All figures)$.*", re.MULTILINE | re.DOTALL)
LONGEST = 200
"""Replies; a random call is over long before."""


def lost_calls(case: Case, chance: random.Random) -> Iterator[Play]:
    """Calls in which somebody said whatever came, and which were no win-win; without end."""
    while True:
        play = Play.start(case, chance.choice(case.personas).id, "rehearsal")
        while not play.over and len(play.moves) < LONGEST:
            position = play.progress.rehearsal
            assert position is not None
            play.push(chance.choice(list(rehearsal.legal_replies(case, position))).id)
        outcome = play.outcome()
        if outcome is not None and outcome.verdict is not Verdict.WIN_WIN:
            yield play


def debriefs(case: Case, judge: Judge, language: str, count: int, seed: int) -> Iterator[str]:
    """The debriefs of so many lost calls, as Markdown without the part of the figures."""
    calls = lost_calls(case, random.Random(seed))
    for number in range(1, count + 1):
        text = debrief_markdown(reviewed_debrief(next(calls), language, judge_of=lambda _: judge))
        yield f"# ——— {number} ———\n\n{FIGURES.sub('', text).rstrip()}\n"


def main() -> None:
    """Print debriefs."""
    parser = argparse.ArgumentParser(description="Debriefs of lost calls, for fresh readers.")
    parser.add_argument("case")
    parser.add_argument("--calls", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--language", choices=("en", "zh"), default="zh")
    asked = parser.parse_args()
    case = load_case(found_case(asked.case), asked.language)
    judge = judge_of(case)
    if judge is None:
        parser.error("the case has more positions than are looked at")
    print("\n".join(debriefs(case, judge, asked.language, asked.calls, asked.seed)))


if __name__ == "__main__":
    main()
