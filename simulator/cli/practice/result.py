"""The result of a play as data for programs: what `winwin play --json` prints, see docs/commands.md."""

from typing import Any

from simulator.call.play.outcome import Outcome
from simulator.call.play.play import Play
from simulator.call.play.scoring import scores


def result_data(play: Play) -> dict[str, Any]:
    """The result of a play, finished or not; what has not been reached is null."""
    outcome = play.outcome()
    worked_out = scores(play)
    return {
        "case": play.case.id,
        "digest": play.case.digest,
        "persona": play.persona,
        "seed": play.seed,
        "language": play.case.language,
        "stage": play.stage_played and play.stage_played.value,
        "finished": play.over,
        "moves": list(play.moves),
        "ending": outcome and outcome.ending.id,
        "verdict": outcome and _verdict(outcome),
        "cells": outcome and _cells(outcome),
        "score": None if outcome is None else outcome.score,
        "critical": list(outcome.critical) if outcome else [],
        "scores": {
            "replay": worked_out.replay,
            "analysis": worked_out.analysis,
            "rehearsal": worked_out.rehearsal,
            "total": worked_out.total,
        },
    }


def _verdict(outcome: Outcome) -> dict[str, str]:
    return {
        "business": outcome.business.value,
        "personal": outcome.personal.value,
        "overall": outcome.verdict.value,
    }


def _cells(outcome: Outcome) -> dict[str, dict[str, int]]:
    cells = outcome.cells
    return {
        "customer": {"business": cells.customer_business, "personal": cells.customer_personal},
        "company": {"business": cells.company_business, "personal": cells.company_personal},
    }
