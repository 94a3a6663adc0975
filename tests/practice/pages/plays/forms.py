"""What a page of the replay or the analysis posts to make a move; and the forms that a page has."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from starlette.datastructures import FormData

from simulator import Case
from simulator.call.play.analysis import shown_order

Fields = list[tuple[str, str]]


def fields_of(move: str, case: Case, question: int = 1) -> Fields:
    """The fields that make a move; an answer is to the question of this number."""
    verb, *words = move.split()
    if case.analysis is None or verb not in ("answer", "suppose"):
        return [("move", move)]
    if verb == "suppose":
        place = list(case.analysis.expectations).index(words[0]) + 1
        return [("verb", verb), ("expectation", str(place)), ("confidence", words[1])]
    step = list(case.analysis.steps.values())[question - 1]
    fields = [("verb", verb), ("question", str(question))]
    if step.kind == "point":
        names = {line.id: str(line.number) for line in case.lines}
        return fields + [("line", names.get(word, word)) for word in words]
    shown = shown_order(step)
    if step.kind == "order":
        return fields + [
            (f"place.{shown.index(word) + 1}", str(place)) for place, word in enumerate(words, 1)
        ]
    return fields + [("choice", str(shown.index(word) + 1)) for word in words]


def form_of(fields: Fields) -> FormData:
    """Fields as a page function gets them."""
    return FormData([*fields])


@dataclass
class Form:
    """A form of a page: what it posts by itself, and what else can be chosen, typed or pressed in it."""

    action: str
    fields: Fields = field(default_factory=list)
    offers: set[tuple[str, str]] = field(default_factory=set)
    typed: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """The forms of a page, as a browser without script has them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._named: dict[str, Form] = {}
        self._select = ""
        self._disabled = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, or a control in it."""
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(at["action"])
            self._named[at.get("id", "")] = self._form
            self.forms.append(self._form)
        elif tag == "fieldset":
            self._disabled = "disabled" in at
        elif tag == "select":
            self._select = at.get("name", "")
        form = self._named.get(at["form"]) if "form" in at else self._form
        if form is not None and not self._disabled:
            self._control(form, tag, at)

    def handle_endtag(self, tag: str) -> None:
        """Leave a form or a group of controls."""
        if tag == "form":
            self._form = None
        elif tag == "fieldset":
            self._disabled = False

    def _control(self, form: Form, tag: str, at: dict[str, str]) -> None:
        kind = at.get("type", "submit" if tag == "button" else "text")
        if tag == "option":
            form.offers.add((self._select, at.get("value", "")))
            if "selected" in at:
                form.fields.append((self._select, at["value"]))
        elif tag not in ("input", "button") or "name" not in at:
            return
        elif kind in ("radio", "checkbox", "submit"):
            form.offers.add((at["name"], at["value"]))
        elif kind == "hidden":
            form.fields.append((at["name"], at["value"]))
        else:
            form.typed.add(at["name"])

    def form_for(self, fields: Fields) -> Form | None:
        """The form in which these fields can be filled in, if the page has one."""
        for form in self.forms:
            offered = form.offers | set(form.fields)
            if all(pair in offered or pair[0] in form.typed for pair in fields):
                return form
        return None

    def fields_for(self, fields: Fields) -> Fields:
        """What a browser posts when somebody fills these fields in and presses the button."""
        form = self.form_for(fields)
        assert form is not None, f"no form of the page offers {fields}"
        chosen = {name for name, _ in fields}
        return [pair for pair in form.fields if pair[0] not in chosen] + fields
