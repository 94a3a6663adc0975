"""What a trainee may not know yet, for scanning what the desk has sent."""

import html

from simulator import Case, Play
from simulator.call.case.case import Stage
from simulator.call.play.analysis import HYPOTHESIS

from .trainee import Trainee


def check_nothing_told(trainee: Trainee, sent: str) -> None:
    """Fail if an answer tells anything that the play of the trainee has not come to."""
    text = html.unescape(sent)
    for told in kept_back(trainee.case, trainee.play):
        assert told not in text, told
    for name in names(trainee.case):
        assert f'"{name}"' not in sent, name
        assert f"answer {name}" not in sent, name


def kept_back(case: Case, play: Play) -> list[str]:
    """All texts that may not be told, without those that may be told elsewhere."""
    shown, hidden = _texts(case, play)
    allowed = "\0".join(shown)
    return [text for text in hidden if text not in allowed]


def names(case: Case) -> set[str]:
    """The author's names for what is to be chosen; short words may stand in a page for something else."""
    assert case.analysis is not None
    found = {option for step in case.analysis.steps.values() for option in step.options}
    found |= case.analysis.steps.keys() | case.analysis.expectations.keys()
    found |= {line.id for line in case.lines if line.id is not None}
    return {name for name in found if "-" in name}


def _texts(case: Case, play: Play) -> tuple[list[str], list[str]]:
    shown: list[str] = [case.title]
    hidden: list[str] = []
    heard = play.progress.replay.heard if play.stage_played is not Stage.ANALYSIS else 0
    analysis = case.analysis
    assert analysis is not None
    progress = play.progress.analysis
    analysing = play.stage is Stage.ANALYSIS
    steps = list(analysis.steps.values())
    seen = max(heard, steps[progress.step].upto if analysing else 0)
    for line in case.lines:
        (shown if line.number <= seen else hidden).extend([line.words, *([line.cue] if line.cue else [])])
        hidden.extend(line.details.values())
    (shown if analysing else hidden).extend(analysis.expectations.values())
    for number, step in enumerate(steps):
        here = analysing and number == progress.step
        chosen = {choice for entry in progress.answers if entry.step == number for choice in entry.choice}
        (shown if here else hidden).append(step.question)
        for option in step.options.values():
            (shown if here else hidden).append(option.text)
            (shown if here and option.id in chosen else hidden).append(option.why or "")
        for line_number, why in step.evidence.items():
            (shown if here and str(line_number) in chosen else hidden).append(why)
        taken = progress.hints.count(number) if here else 0
        shown.extend(step.hints[:taken])
        hidden.extend(step.hints[taken:])
        solved = any(entry.step == number and entry.share == 1 for entry in progress.answers)
        explained = solved if here else number == progress.step - 1 and not solved
        (shown if analysing and explained else hidden).append(step.why or "")
        assert step.kind != HYPOTHESIS or not step.options
    for persona in case.personas:
        hidden.extend([persona.who, persona.gives_away, persona.name])
    for scene in case.scenes.values():
        hidden.extend(text for text in scene.customer.values())
        for move in scene.moves.values():
            hidden.extend([move.say, *move.why.values()])
    for ending in case.endings.values():
        hidden.extend([ending.title, *ending.why.values()])
    return shown, [text for text in hidden if text]
