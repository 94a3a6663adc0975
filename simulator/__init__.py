"""Train for difficult calls: hear one that went wrong, find what the customer wanted, take the call yourself.

>>> from simulator import load_case, Play

docs/library.md shows what these names are for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.call.case.case import Case, Stage
    from simulator.call.case.loading import case_languages, load_case, parse_case
    from simulator.call.case.scaffold import scaffold_files
    from simulator.call.check.account import Account, account_of
    from simulator.call.check.checking import check_case
    from simulator.call.check.study import Finding, Witness
    from simulator.call.play.attempt import Attempt
    from simulator.call.play.outcome import Outcome, Verdict
    from simulator.call.play.play import Play
    from simulator.call.play.scoring import Scores, scores
    from simulator.call.report.debrief import (
        Debrief,
        debrief,
        debrief_html,
        debrief_markdown,
        reviewed_debrief,
    )
    from simulator.call.review.review import Better, Decision, Fault, Review, review
    from simulator.call.solver.grading import Grade
    from simulator.call.solver.judging import Judge, judge_of
    from simulator.call.solver.solving import Solution, solve, solve_all
    from simulator.exam.bank.keys import Key, key_as_of
    from simulator.exam.bank.loading import Bank, load_bank
    from simulator.exam.bank.marking import Mark, mark
    from simulator.exam.bank.question import Question
    from simulator.exam.check.checking import check_bank
    from simulator.exam.paper.exam import Exam, Examinee, PaperForm, Window
    from simulator.exam.paper.plan import BlueprintPlan, blueprint_plan, read_blueprint
    from simulator.exam.paper.preparing import History, PaperMaterial, paper_material, set_papers
    from simulator.exam.results.results import ExamineeResult, ExamResults, exam_results
    from simulator.exam.sitting.sitting import Act, Sitting, SittingEntry
    from simulator.resources import scenarios
    from simulator.source.problems import CaseError, Problem, Severity
    from simulator.text.refusal import Refusal

__version__ = "0.1.0"

__all__ = [
    "Account",
    "Act",
    "Attempt",
    "Bank",
    "Better",
    "BlueprintPlan",
    "Case",
    "CaseError",
    "Debrief",
    "Decision",
    "Exam",
    "ExamResults",
    "Examinee",
    "ExamineeResult",
    "Fault",
    "Finding",
    "Grade",
    "History",
    "Judge",
    "Key",
    "Mark",
    "Outcome",
    "PaperForm",
    "PaperMaterial",
    "Play",
    "Problem",
    "Question",
    "Refusal",
    "Review",
    "Scores",
    "Severity",
    "Sitting",
    "SittingEntry",
    "Solution",
    "Stage",
    "Verdict",
    "Window",
    "Witness",
    "account_of",
    "blueprint_plan",
    "case_languages",
    "check_bank",
    "check_case",
    "debrief",
    "debrief_html",
    "debrief_markdown",
    "exam_results",
    "judge_of",
    "key_as_of",
    "load_bank",
    "load_case",
    "mark",
    "paper_material",
    "parse_case",
    "read_blueprint",
    "review",
    "reviewed_debrief",
    "scaffold_files",
    "scenarios",
    "scores",
    "set_papers",
    "solve",
    "solve_all",
]

_HOMES = {
    "simulator.call.case.case": ("Case", "Stage"),
    "simulator.call.case.loading": ("case_languages", "load_case", "parse_case"),
    "simulator.call.case.scaffold": ("scaffold_files",),
    "simulator.call.check.account": ("Account", "account_of"),
    "simulator.call.check.checking": ("check_case",),
    "simulator.call.check.study": ("Finding", "Witness"),
    "simulator.call.play.attempt": ("Attempt",),
    "simulator.call.play.outcome": ("Outcome", "Verdict"),
    "simulator.call.play.play": ("Play",),
    "simulator.call.play.scoring": ("Scores", "scores"),
    "simulator.call.report.debrief": (
        "Debrief",
        "debrief",
        "debrief_html",
        "debrief_markdown",
        "reviewed_debrief",
    ),
    "simulator.call.review.review": ("Better", "Decision", "Fault", "Review", "review"),
    "simulator.call.solver.judging": ("Grade", "Judge", "judge_of"),
    "simulator.call.solver.solving": ("Solution", "solve", "solve_all"),
    "simulator.exam.bank.keys": ("Key", "key_as_of"),
    "simulator.exam.bank.loading": ("Bank", "load_bank"),
    "simulator.exam.bank.marking": ("Mark", "mark"),
    "simulator.exam.bank.question": ("Question",),
    "simulator.exam.check.checking": ("check_bank",),
    "simulator.exam.paper.exam": ("Exam", "Examinee", "PaperForm", "Window"),
    "simulator.exam.paper.plan": ("BlueprintPlan", "blueprint_plan", "read_blueprint"),
    "simulator.exam.paper.preparing": ("History", "PaperMaterial", "paper_material", "set_papers"),
    "simulator.exam.results.results": ("ExamineeResult", "ExamResults", "exam_results"),
    "simulator.exam.sitting.sitting": ("Act", "Sitting", "SittingEntry"),
    "simulator.resources": ("scenarios",),
    "simulator.source.problems": ("CaseError", "Problem", "Severity"),
    "simulator.text.refusal": ("Refusal",),
}


def __getattr__(name: str) -> Any:
    # Imported when asked for: the command line must start before it needs any of this.
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
