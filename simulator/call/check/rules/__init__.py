"""The rules of the checker, one a file; each file has a `RULE`, and each rule a page in docs/rules."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from simulator.call.check.study import CaseRule


@cache
def all_rules() -> dict[str, CaseRule]:
    """Every rule by its id, in alphabetical order."""
    names = sorted(module.name for module in iter_modules(__path__))
    rules: list[CaseRule] = [import_module(f"{__name__}.{name}").RULE for name in names]
    return {rule.id: rule for rule in sorted(rules, key=lambda rule: rule.id)}
