"""Templates of `reports/` with their values in: escaped always, complete or refused."""

from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from simulator.resources import reports
from simulator.text.escaping import markdown_text, visible_text
from simulator.text.language import translator
from simulator.text.message import in_context, plural

from .drawing import DRAWING

LANGUAGE_TAGS = {"zh": "zh-Hans", "en": "en"}


def language_attribute(page: str) -> Callable[[str | None], Markup]:
    """Gives the `lang` attribute of a text in a language, for a page in another; nothing for None."""

    def attribute(language: str | None) -> Markup:
        if language is None or language == page:
            return Markup()
        return Markup(' lang="{}"').format(LANGUAGE_TAGS[language])

    return attribute


def rendered_html(template: str, value: object, language: str, case_language: str, **options: bool) -> str:
    """An HTML or SVG template with a value, which it calls `d`; `lang(language)` gives an attribute."""
    lang = language_attribute(language)
    return (
        _environment(_for_html)
        .get_template(template)
        .render(
            d=value,
            t=translator(language),
            page_lang=LANGUAGE_TAGS[language],
            # an attribute for every element that holds a text of the case
            case_lang=lang(case_language),
            lang=lang,
            **options,
        )
    )


def rendered_markdown(template: str, value: object, language: str) -> str:
    """A Markdown template with a value, which it calls `d`."""
    return _environment(_for_markdown).get_template(template).render(d=value, t=translator(language))


def _for_html(value: Any) -> Any:
    return visible_text(value) if type(value) is str else value


def _for_markdown(value: Any) -> Any:
    if type(value) is not str:
        return value
    # what stands between two texts, such as a colon, ends with the space that belongs there
    return Markup(markdown_text(value) + (" " if value.endswith(" ") else ""))


@cache
def _environment(finalize: Callable[[Any], Any]) -> Environment:
    result = Environment(
        loader=FileSystemLoader(reports()),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    result.globals |= {"plural": plural, "in_context": in_context}
    result.globals |= DRAWING
    return result
