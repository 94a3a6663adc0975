"""`winwin exam paper`: the papers that a blueprint asks for, with the reason for each question."""

import sys
from collections.abc import Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.failures import CommandFailure, Misuse
from simulator.cli.group import called, day_option, language_option, option
from simulator.cli.terminal import Screen, print_json
from simulator.exam.bank.loading import Bank
from simulator.exam.paper.plan import read_blueprint
from simulator.text.language import N_, translator
from simulator.text.message import Message

from .bank import bank_option, check_known, found_bank

if TYPE_CHECKING:
    from simulator.exam.paper.exam import PaperForm
    from simulator.exam.paper.preparing import PaperMaterial


@called(
    "paper",
    help=N_(
        "Generate the forms that a blueprint asks for, and print for each question why it is "
        "there. PLAN is a YAML file with the blueprint. Where no form is possible, the rules "
        "that contradict each other are named."
    ),
    examples=[
        "winwin exam paper november.yaml --desk airline",
        "winwin exam paper november.yaml --as-of 2026-11-30 --format json",
    ],
)
@click.argument("plan", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@bank_option
@option("--desk", metavar="ID", help=N_("Whose questions; needed where the bank has several desks."))
@day_option("--as-of", help=N_("The day of the exam; today if not given."))
@option(
    "--format",
    "shape",
    type=click.Choice(["text", "json"]),
    default="text",
    help=N_("Print for people or for programs."),
)
@language_option(N_("The language of the paper and the reasons."))
def command(plan: Path, bank: Path | None, desk: str | None, day: date, shape: str, language: str) -> None:
    """Print papers."""
    if find_spec("scipy") is None:
        raise CommandFailure(Message("Papers need one more package: pip install 'winwin[exam]'."))
    blueprint = read_blueprint(plan)
    found = found_bank(bank).bank
    desk = desk or _only_desk(found)
    check_known(found, desk=desk)
    from simulator.exam.paper.preparing import paper_material, set_papers

    material = paper_material(found, blueprint, day, desk=desk)
    forms = set_papers(material)
    if shape == "json":
        print_json(_as_json(forms, material, found, desk, day, language))
    else:
        _put_papers(Screen(sys.stdout, language), forms, material, found)


def _only_desk(bank: Bank) -> str:
    desks = sorted({question.desk for question in bank.questions.values()})
    if len(desks) != 1:
        raise Misuse(Message("Say whose paper it is: “--desk” with one of {desks}.", desks=", ".join(desks)))
    return desks[0]


def _put_papers(screen: Screen, forms: Sequence["PaperForm"], material: "PaperMaterial", bank: Bank) -> None:
    t = screen.t
    for number, form in enumerate(forms):
        letter = chr(ord("A") + number)
        screen.heading(
            t(
                "Form {letter}: {count} questions, {marks} marks",
                letter=letter,
                count=len(form.items),
                marks=form.most,
            )
        )
        for place, item in enumerate(form.items, 1):
            question = bank.questions[item.question]
            screen.put(question.stem.said_in(screen.language), label=f"{place:>3}  ", indent=5)
            about = (
                question.id,
                bank.name_of(question.topic, screen.language),
                t("marks: {marks}", marks=item.marks),
            )
            screen.put(" · ".join(about), "note", indent=5)
            for reason in item.reasons:
                screen.put(t(reason), "note", label="     - ", indent=7)
    if material.left_out:
        screen.heading(t("Cannot be asked on this day"))
        for left in material.left_out:
            screen.put(f"{left.question}: {t(left.reason)}", "note")


def _as_json(
    forms: Sequence["PaperForm"], material: "PaperMaterial", bank: Bank, desk: str, day: date, language: str
) -> dict[str, Any]:
    t = translator(language)
    return {
        "desk": desk,
        "day": day.isoformat(),
        "forms": [
            [
                {
                    "question": item.question,
                    "stem": bank.questions[item.question].stem.said_in(language),
                    "kind": bank.questions[item.question].kind,
                    "topic": bank.questions[item.question].topic,
                    "marks": item.marks,
                    "reasons": [t(reason) for reason in item.reasons],
                }
                for item in form.items
            ]
            for form in forms
        ],
        "left_out": [{"question": left.question, "reason": t(left.reason)} for left in material.left_out],
    }
