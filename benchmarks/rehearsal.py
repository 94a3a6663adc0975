"""A made-up rehearsal with as many positions as a measurement needs, made as a case is made by its author.

Most replies lead on, some lead back; every reply uses up patience, as in the bundled cases, and changes up to
three gauges more, in steps of 10 and not for everybody alike; some replies need a fact, or a gauge within a
bound. What is said in another order often comes to the same.
"""

import random
from collections.abc import Iterator

SCENES = 200
PATIENCE = 90
PERSONAS = ("hurried", "worried")
FACTS = ("which-door", "whose-parcel", "how-late")
GUARDS = (
    "heat <= 70",
    "trust >= 25",
    "which-door",
    "whose-parcel and heat <= 80",
    "not how-late",
    "trust - heat >= -60",
)


def rehearsal(scenes: int = SCENES, patience: int = PATIENCE, seed: int = 1) -> str:
    """The text of a case with so many scenes; a call lasts as long as patience does, at 5 a reply.

    The same seed makes the same case.
    """
    return "".join(_lines(scenes, patience, random.Random(seed)))


def _lines(count: int, patience: int, dice: random.Random) -> Iterator[str]:
    yield "id: made-up\nlanguage: en\ntitle: A made-up call\npersonas:\n"
    for place, name in enumerate(PERSONAS):
        starts = f"{{heat: {50 + 10 * place}, trust: {40 - 10 * place}}}"
        yield f"  {name}: {{name: N, who: W, expects: E {name}, gives-away: G, starts: {starts},"
        yield f" reacts: {{feel: {{heat: {10 - 20 * place}}}}}}}\n"
    yield f"gauges: {{patience: {{starts: {patience}, most: 200, each-reply: -5}}}}\n"
    yield "facts: {" + ", ".join(f"{fact}: F" for fact in FACTS) + "}\n"
    yield "rehearsal:\n"
    for place in range(count):
        customer = f"{{heat > 70: Louder {place}, otherwise: Words {place}}}"
        yield f"  s{place}:\n    customer: {customer}\n    moves:\n"
        for number in range(3 + (place % 2)):
            yield from _move(dice, count, place, number)
    yield (
        "endings:\n"
        "  settled: {title: Settled, why: W, effect: {solved: 30, trust: 10}}\n"
        "  left: {title: Left, why: W, effect: {risk: 30}}\n"
        "  hangs-up: {title: Hangs up, why: W, when: patience <= 0 or heat >= 95, effect: {risk: 20}}\n"
    )


def _move(dice: random.Random, count: int, place: int, number: int) -> Iterator[str]:
    kind = ("ask", "feel", "offer", "explain")[number]
    effect = {
        "heat": dice.choice((-20, -10, 0, 10)),
        "trust": dice.choice((-10, 0, 10, 20)),
        "solved": dice.choice((0, 0, 10, 20)),
    }
    amounts = ", ".join(f"{gauge}: {amount:+}" for gauge, amount in effect.items() if amount)
    on = place + dice.randint(1, 3 if number == 0 else 9)
    if number == 2 and place > 10 and dice.random() < 0.3:
        on = place - dice.randint(1, 8)
    target = f"s{on}" if on < count else ("settled" if number != 1 else "left")
    yield f"      m{number}: {{say: S, why: W, kind: {kind}, effect: {{{amounts}}}, to: {target}"
    if number == 0 and place % 25 == 3:
        yield f", learn: {FACTS[place // 25 % len(FACTS)]}"
    if number >= 2 and dice.random() < 0.6:
        yield f', when: "{dice.choice(GUARDS)}"'
    yield "}\n"
