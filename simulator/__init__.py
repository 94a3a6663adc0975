"""Train for difficult calls: hear one that went wrong, find what the customer wanted, take the call yourself.

>>> from simulator import load_case, Play
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.case.case import Case, Stage
    from simulator.case.loading import load_case, parse_case
    from simulator.case.problems import CaseError, Problem
    from simulator.engine.attempt import Attempt
    from simulator.engine.outcome import Outcome, Verdict
    from simulator.engine.play import Play
    from simulator.engine.refusal import Refusal
    from simulator.engine.scoring import scores

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
    "simulator.case.case": ("Case", "Stage"),
    "simulator.case.loading": ("load_case", "parse_case"),
    "simulator.case.problems": ("CaseError", "Problem"),
    "simulator.engine.attempt": ("Attempt",),
    "simulator.engine.outcome": ("Outcome", "Verdict"),
    "simulator.engine.play": ("Play",),
    "simulator.engine.refusal": ("Refusal",),
    "simulator.engine.scoring": ("scores",),
}


def __getattr__(name: str) -> Any:
    # Imported when asked for: the command line must start before it needs any of this.
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
