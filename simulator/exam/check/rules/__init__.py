"""The rules about questions, one a file with a `RULE`; each rule has a page in docs/rules/questions."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from simulator.exam.check.study import QuestionRule


@cache
def all_bank_rules() -> dict[str, QuestionRule]:
    """Every rule about questions by its id, in alphabetical order."""
    names = sorted(module.name for module in iter_modules(__path__))
    rules: list[QuestionRule] = [import_module(f"{__name__}.{name}").RULE for name in names]
    return {rule.id: rule for rule in sorted(rules, key=lambda rule: rule.id)}
