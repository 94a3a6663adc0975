"""`winwin exam import`: questions of another program into a bank, each read or refused with a reason."""

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import get_args

import click

from simulator.cli.failures import REFUSED, Misuse
from simulator.cli.group import called, day_option, language_option, option
from simulator.cli.terminal import Screen, words
from simulator.exam.bank.document import Bearer
from simulator.exam.bank.loading import QUESTIONS, Bank
from simulator.exam.exchange.decoding import ENCODINGS
from simulator.exam.exchange.draft import Defaults, ImportedFile, LineProblem, is_name, name_from
from simulator.exam.exchange.fitting import fitted, questions_files
from simulator.exam.exchange.formats import FORMATS, MAX_BYTES, format_of
from simulator.exam.exchange.preview import PreviewedQuestion, previewed
from simulator.text.language import LANGUAGES, N_
from simulator.text.message import Message, plural

from .bank import bank_option, force_option, found_bank, write_new


@called(
    "import",
    help=N_(
        "Take the questions of a file - GIFT, Aiken, Moodle XML, CSV or Excel - into a bank, as a new file of"
        " questions. Each question is read, or refused with its line and the reason; so is everything of it"
        " that our questions cannot hold. All that would be stored is shown, and nothing is stored before you"
        " say so. What other formats lack, such as the policy that the answer rests on, can be given here for"
        " all of them. Exit code 1 when a question was refused, or nothing was stored."
    ),
    examples=[
        "winwin exam import questions.xlsx --bank our-bank",
        "winwin exam import quiz.gift --bank our-bank --policy returns --cites window",
        "winwin exam import moodle.xml --dry-run",
        "winwin exam import old.csv --encoding windows-1252 --bank our-bank --yes",
    ],
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@bank_option
@option(
    "--format",
    "shape",
    type=click.Choice(list(FORMATS)),
    help=N_("The format, if it cannot be seen from the file."),
)
@option(
    "--encoding",
    type=click.Choice(list(ENCODINGS)),
    help=N_("The encoding of the file, if it cannot be seen from the file."),
)
@option("--policy", metavar="ID", help=N_("The policy that the answers rest on."))
@option("--cites", metavar="ID,…", default="", help=N_("The clauses of it, between commas."))
@option("--topic", metavar="ID", help=N_("What the questions are about; otherwise their category."))
@option("--difficulty", type=click.IntRange(1, 5), default=3, help=N_("From 1, easy, to 5."))
@option(
    "--cost", type=click.IntRange(0, 1_000_000), default=0, help=N_("What a wrong answer costs, in yuan.")
)
@option("--borne-by", type=click.Choice(get_args(Bearer)), default="company", help=N_("Who bears the cost."))
@option("--language", "spoken", type=click.Choice(LANGUAGES), help=N_("The language of the questions."))
@day_option("--as-of", help=N_("The day whose version of the policy the keys are for; today if not given."))
@option("--to", "name", metavar="NAME", help=N_("The name of the new file; otherwise that of the old one."))
@option("--dry-run", is_flag=True, help=N_("Only show what would come of it."))
@option("--yes", is_flag=True, help=N_("Store without asking."))
@force_option
@language_option(N_("The language of what is printed here."))
def command(
    file: Path,
    bank: Path | None,
    shape: str | None,
    encoding: str | None,
    policy: str | None,
    cites: str,
    topic: str | None,
    difficulty: int,
    cost: int,
    borne_by: Bearer,
    spoken: str | None,
    day: date,
    name: str | None,
    dry_run: bool,
    yes: bool,
    force: bool,
    language: str,
) -> int:
    """Import questions."""
    screen = Screen(sys.stdout, language)
    if bank is None and not dry_run:
        raise Misuse(Message("Say which bank the questions go into: “--bank FOLDER”."))
    clauses = tuple(clause.strip() for clause in cites.split(",") if clause.strip())
    for given in (policy, topic, name, *clauses):
        if given is not None and not is_name(given):
            raise Misuse(
                Message(
                    "“{value}” cannot be a name: small letters or Chinese characters, digits, single"
                    " hyphens.",
                    value=given,
                )
            )
    files = found_bank(bank)
    with file.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    format_ = FORMATS[shape] if shape else format_of(file.name, data)
    asked = next((known for known in LANGUAGES if known == spoken), None)
    defaults = Defaults(asked, policy, clauses, topic, difficulty, cost, borne_by, encoding)
    imported = fitted(format_.read(data, defaults), files.bank.policies, day, files.bank.questions)
    put_line_problems(Screen(sys.stderr, language), str(file), imported.problems)
    for draft in imported.questions:
        put_question(screen, previewed(draft, files.bank.policies, language))
    _put_count(screen, imported, format_.title)
    if dry_run or bank is None or not imported.questions:
        return REFUSED if imported.refused else 0
    if not yes and not _agreed(screen):
        return REFUSED
    _store(screen, bank, name or name_from(file.stem) or "imported", imported, files.bank, force)
    return REFUSED if imported.refused else 0


def _agreed(screen: Screen) -> bool:
    answer = screen.ask(screen.t("Store this? [y/N] "))
    if answer is not None and answer.casefold() in ("y", "yes", "是", "好"):
        return True
    screen.put(screen.t("Nothing was stored. “--yes” stores without asking."), "note")
    return False


def _store(screen: Screen, bank: Path, stem: str, imported: ImportedFile, known: Bank, force: bool) -> None:
    texts = questions_files(imported.questions, known.policies)
    folder = _questions_folder(bank)
    for desk, text in texts.items():
        target = folder / f"{stem if len(texts) == 1 else f'{stem}-{desk}'}.yaml"
        write_new(target, text.encode(), force)
        screen.put(screen.t("Written: {file}.", file=target))
        screen.put(screen.t("“winwin check {file}” looks for flaws in it.", file=target), "note")


def _questions_folder(bank: Path) -> Path:
    from simulator.exam.bank.loading import bank_folder

    folder = (bank_folder(bank) or bank) / QUESTIONS
    folder.mkdir(exist_ok=True)
    return folder


def _put_count(screen: Screen, imported: ImportedFile, title: str) -> None:
    t = screen.t
    read = len(imported.questions)
    refused = imported.refused_count
    if read == 0:
        message = t("{format}: no question can be used.", format=title)
    else:
        message = t(
            plural(
                "{format}: 1 question can be used.",
                "{format}: {count} questions can be used.",
                format=title,
                count=read,
            )
        )
    if refused:
        message += " " + t(plural("1 was refused.", "{count} were refused.", count=refused))
    screen.put(message)


def put_line_problems(screen: Screen, file: str, problems: tuple[LineProblem, ...]) -> None:
    """Write each problem as `file:line: message`, what is refused before what is only left out."""
    ordered = sorted(problems, key=lambda problem: problem.lost)
    for problem in ordered:  # all of them: what is not told here is lost in silence
        message = screen.t(problem.message)
        if problem.lost:
            message = screen.t("warning: {message}", message=message)
        line = words((f"{file}:{problem.cell or problem.line}:", "heading"), " ")
        line.append_text(words((message.replace("\n", " "), "warning" if problem.lost else "error")))
        if problem.item:
            line.append_text(words((f" [{problem.item}]", "note")))
        screen.console.print(line, soft_wrap=True)


def put_question(screen: Screen, question: PreviewedQuestion) -> None:
    """Show all that would be stored of a question."""
    t = screen.t
    screen.put()
    facts = [question.kind, f"{t('Desk')} {question.desk}"]
    facts += [f"{t(title)} {value}" for title, value in question.facts]
    screen.put(words((question.id, "heading"), f"  {t(', ').join(facts)}"))
    _put_texts(screen, question.stem, 2)
    for part in (question.items, question.options):
        for entry in part:
            _put_texts(screen, entry.texts, 4, f"{'✓' if entry.right else ' '} {entry.mark} ")
            if entry.why:
                _put_texts(screen, entry.why, 10, style="note")
    for version, answer in question.keys:
        screen.put(words((f"{t('Key')} [{version}] ", "key"), answer), indent=2, label="  ")
    if question.explanation:
        _put_texts(screen, question.explanation, 2, style="note")


def _put_texts(
    screen: Screen, texts: Mapping[str, str], indent: int, mark: str = "", style: str = ""
) -> None:
    for place, (language, text) in enumerate(texts.items()):
        lead = " " * indent + (mark if place == 0 else " " * len(mark)) + f"{language} "
        screen.put(text, style, label=lead, indent=len(lead))
