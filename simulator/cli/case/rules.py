"""`winwin rules`: what the checker looks for, and the page that explains a rule."""

import sys

import click

from simulator.app.rule_pages import page_of
from simulator.call.check.lint import FILE_RULES, known_rules
from simulator.cli.failures import Misuse
from simulator.cli.group import called, language_option
from simulator.cli.pages import put_page
from simulator.cli.terminal import Screen
from simulator.cli.wrapping import width_of
from simulator.exam.check.checking import known_bank_rules
from simulator.render.markdown import summary
from simulator.source.problems import did_you_mean
from simulator.text.language import N_
from simulator.text.message import Message


@called(
    "rules",
    help=N_(
        "List the rules by which a case is checked, each in a sentence. With the id of a rule, "
        "which stands in square brackets behind a problem, show its page: what it finds, why "
        "that matters, an example, and the same example fixed."
    ),
    examples=["winwin rules", "winwin rules long-reply"],
)
@click.argument("rule", metavar="[ID]", required=False)
@language_option(N_("The language of the pages."))
def command(rule: str | None, language: str) -> None:
    """List the rules or show one."""
    screen = Screen(sys.stdout, language)
    if rule is None:
        put_rules(screen)
    elif rule in (known := (*known_rules(), *known_bank_rules())):
        put_page(screen, page_of(rule, language))
    else:
        raise Misuse(
            Message(
                "There is no rule “{rule}”.{hint} “winwin rules” lists them.",
                rule=rule,
                hint=did_you_mean(rule, known),
            )
        )


def put_rules(screen: Screen) -> None:
    """Write a sentence for each rule of the checker, and the names of what can be wrong with files."""
    t = screen.t
    rules = [rule for rule in known_rules() if rule not in FILE_RULES]
    column = max(map(width_of, rules)) + 2
    for rule in rules:
        screen.put(summary(page_of(rule, screen.language)), label=rule, indent=column)
    screen.put()
    screen.put(t("For policies and questions:"), "heading")
    column = max(map(width_of, known_bank_rules())) + 2
    for rule in known_bank_rules():
        screen.put(summary(page_of(rule, screen.language)), label=rule, indent=column)
    screen.put()
    screen.put(
        t("What can be wrong with the files themselves: {rules}.", rules=", ".join(sorted(FILE_RULES))),
        "note",
    )
    screen.put()
    screen.put(t("“winwin rules ID” explains one of them."), "note")
