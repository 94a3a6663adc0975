"""unequal-translation: a translation that can hardly say the same."""

import pytest

from .planted import chinese, told

RULE = "unequal-translation"


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ({"warn": "再这样我挂了"}, None),
        ({"warn": "再这样"}, "This is much shorter than what it translates. See whether something is missing."),
        ({"warn": "如果您接下来还是继续这样子跟我说话的话，那么很抱歉，我这边就只好按照我们公司的规定，先把今天的这一通电话挂断了"},
         "This is much longer than what it translates. See whether something was added."),
        ({"voucher": "给您一张50元的券？"}, None),
        ({"voucher": "给您一张五十元的券？"}, None),
        ({"voucher": "给您一张60元的券？"}, "The figures differ: 50 in the case, 60 here."),
        ({"title": "Delivered"}, "This is not in the language of the translation. Translate it."),
        ({"title": "没到"}, None),
    ],
)  # fmt: skip
def test_what_is_told(texts: dict[str, str], message: str | None) -> None:
    """A half sentence, a wrong figure or an untranslated text would go into training; or a good one would be called bad."""
    assert told(RULE, translation=chinese(**texts)) == ([(6, message)] if message else [])


def test_stale_translations_are_told_of_elsewhere() -> None:
    """A text that changed since would be told of twice."""
    assert (
        told(
            RULE,
            ("A voucher of 50 yuan?", "A voucher of 60 yuan?"),
            translation=chinese(voucher="50元的券？"),
        )
        == []
    )


def test_without_translation() -> None:
    """A case in one language would be compared with nothing."""
    assert told(RULE) == []
