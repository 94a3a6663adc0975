"""Train for difficult calls: hear one that went wrong, find what the customer wanted, take the call yourself.

>>> from simulator import load_case, Play
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.call.case.case import Case, Stage
    from simulator.call.case.loading import load_case, parse_case
    from simulator.call.play.attempt import Attempt
    from simulator.call.play.outcome import Outcome, Verdict
    from simulator.call.play.play import Play
    from simulator.call.play.scoring import scores
    from simulator.source.problems import CaseError, Problem
    from simulator.text.refusal import Refusal

__version__ = "0.1.0"
__all__ = [
    "Attempt",
    "Case",
    "CaseError",
    "Outcome",
    "Play",
    "Problem",
    "Refusal",
    "Stage",
    "Verdict",
    "load_case",
    "parse_case",
    "scores",
]

_HOMES = {
    "simulator.call.case.case": ("Case", "Stage"),
    "simulator.call.case.loading": ("load_case", "parse_case"),
    "simulator.source.problems": ("CaseError", "Problem"),
    "simulator.call.play.attempt": ("Attempt",),
    "simulator.call.play.outcome": ("Outcome", "Verdict"),
    "simulator.call.play.play": ("Play",),
    "simulator.text.refusal": ("Refusal",),
    "simulator.call.play.scoring": ("scores",),
}


def __getattr__(name: str) -> Any:
    # Imported when asked for: the command line must start before it needs any of this.
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
