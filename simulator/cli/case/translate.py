"""`winwin translate`: the file of a case's translation, written or brought up to date."""

import sys
from pathlib import Path

import click

from simulator.call.case.document import Language
from simulator.call.case.loading import LANGUAGES, case_file, case_problems
from simulator.call.case.translating import (
    Translation,
    leading_comments,
    read_translation,
    renewed,
    translation_file,
    translation_problems,
    written,
)
from simulator.call.case.translation_table import heads, text_rows, translation_of
from simulator.cli.failures import Misuse
from simulator.cli.finding import found_case
from simulator.cli.group import called, language_option, option
from simulator.cli.terminal import Screen
from simulator.disk import write_atomically
from simulator.source.problems import CaseError, errors
from simulator.source.reading import read_file, read_text
from simulator.text.language import N_
from simulator.text.message import Message

from .translation_files import FORMATS, rows_of, table_file


@called(
    "translate",
    help=N_(
        "Write the file of a case's translation, with an entry for every text, or bring one up to date."
        " Nothing that was translated is lost; a text that has changed since stays marked as stale."
    ),
    examples=[
        "winwin translate late-parcel --to zh",
        "winwin translate late-parcel --to zh --table late-parcel.xlsx",
        "winwin translate late-parcel --to zh --from late-parcel.xlsx",
    ],
)
@click.argument("case")
@option("--to", required=True, type=click.Choice(LANGUAGES), help=N_("The language to translate into."))
@option(
    "--table",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=N_("Write all texts and their translations as a table instead: .xlsx, .csv or .tsv."),
)
@option(
    "--from",
    "table_read",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=N_("Take the translations over from such a table; what it leaves empty stays as it is."),
)
@language_option(N_("The language of the messages."))
def command(case: str, to: str, table: Path | None, table_read: Path | None, language: str) -> None:
    """Write or renew a translation, or write or read it as a table."""
    for given in filter(None, (table, table_read)):
        if given.suffix.lower() not in FORMATS:
            raise Misuse(
                Message("A table is a file that ends with one of: {endings}.", endings=", ".join(FORMATS))
            )
    screen = Screen(sys.stdout, language)
    file = case_file(found_case(case))
    faults = errors(case_problems(file))
    own = [fault for fault in faults if fault.place.file == str(file)]
    if own:
        raise CaseError(own)
    data = read_file(file).data
    if data["language"] == to:
        raise Misuse(Message("The case itself is written in this language; there is nothing to translate."))
    target = translation_file(file.parent, to)
    header, old = _existing(target)
    into: Language = "zh" if to == "zh" else "en"
    if table is not None:
        rows = list(text_rows(data, into, old))
        names = heads(data["language"], to)
        write_atomically(table, table_file(rows, names, data["id"], table.suffix.lower(), screen.t))
        screen.put(screen.t("{file}: {count} texts.", file=table, count=len(rows)))
        return
    renewal = renewed(data, into, old)
    if table_read is not None:
        rows_read = rows_of(table_read.read_bytes(), table_read)
        renewal, problems = translation_of(rows_read, data, into, old, str(table_read))
        if problems:
            raise CaseError(problems)
    write_atomically(target, header + written(renewal))
    _put_summary(screen, target, data, renewal)


def _existing(file: Path) -> tuple[str, Translation | None]:
    """The comment lines on top of a translation file and what is in it. Raises CaseError, not to lose it."""
    if not file.exists():
        return "", None
    old, source = read_translation(file)
    if old is None:
        raise CaseError(source.problems)
    _, text = read_text(file)
    return leading_comments(text or ""), old


def _put_summary(screen: Screen, file: Path, data: object, renewal: Translation) -> None:
    t = screen.t
    open_work = [problem.rule for problem in translation_problems(data, renewal, read_translation(file)[1])]
    missing, stale = open_work.count("translation-missing"), open_work.count("translation-stale")
    extra = open_work.count("translation-extra")
    screen.put(t("{file}: {count} texts.", file=file, count=len(renewal.texts) - extra))
    if not open_work:
        screen.put(t("All of them are translated."), "right")
        return
    if missing:
        screen.put(
            t(
                "{count} not translated yet: write them after “{language}:”.",
                count=missing,
                language=renewal.language,
            )
        )
    if stale:
        screen.put(
            t(
                "{count} changed since they were translated: look at them again.",
                count=stale,
            )
        )
    if extra:
        screen.put(
            t("{count} left over at the end of the file: the case has no such texts now.", count=extra)
        )
    screen.put(t("“winwin check” names each of them."), "note")
