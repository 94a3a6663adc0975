"""Templates with their values in: escaped always, complete or refused, dates and numbers by language."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal, format_percent
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from simulator.render.drawing import DRAWING
from simulator.resources import reports
from simulator.text.escaping import visible_text
from simulator.text.message import Message, in_context, plural

from .static import asset
from .tables import labelled

TEMPLATES = Path(__file__).parent / "templates"
LOCALES = {"zh": "zh_Hans_CN", "en": "en_GB"}


def rendered(template: str, values: Mapping[str, object]) -> str:
    """A template with its values.

    Beside them it has `asset`, and the filters `moment`, `day`, `ago`, `number`, `percent`, `said` (a
    Message in words) and `labelled` (table rows). The filters ask the values for `language`, `zone` and `t`.
    """
    return environment().get_template(template).render(dict(values))


def csrf_field(token: str) -> Markup:
    """The hidden field that shows that a form is one of ours."""
    return Markup(f'<input type="hidden" name="csrf" value="{escape(token)}">')


@cache
def environment() -> Environment:
    """The templates of the desk, and those of the reports, which its pages include."""
    result = Environment(
        loader=FileSystemLoader([TEMPLATES, reports()]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # or every file would be looked at again for every answer
    )
    result.globals |= {"asset": asset, "plural": plural, "in_context": in_context}
    result.globals |= DRAWING
    result.filters |= {
        "moment": _moment,
        "day": _day,
        "ago": _ago,
        "number": _number,
        "percent": _percent,
        "said": _said,
        "labelled": labelled,
    }
    return result


def _visible(value: Any) -> Any:
    return visible_text(value) if type(value) is str else value


@pass_context
def _moment(context: Context, value: datetime | None) -> str:
    if value is None:
        return ""
    return format_datetime(value, "short", tzinfo=context["zone"], locale=LOCALES[context["language"]])


@pass_context
def _day(context: Context, value: date | None) -> str:
    return "" if value is None else format_date(value, "medium", locale=LOCALES[context["language"]])


@pass_context
def _ago(context: Context, value: datetime | None, now: datetime) -> str:
    if value is None:
        return ""
    return format_timedelta(value - now, add_direction=True, locale=LOCALES[context["language"]])


@pass_context
def _number(context: Context, value: float | None) -> str:
    return "" if value is None else format_decimal(value, locale=LOCALES[context["language"]])


@pass_context
def _percent(context: Context, value: float | None) -> str:
    return "" if value is None else format_percent(value, locale=LOCALES[context["language"]])


@pass_context
def _said(context: Context, value: Message | str) -> str:
    return context["t"](value) if isinstance(value, Message) else value
