"""Roles and what they may do."""

import pytest

from simulator.people.person import Permission, Person, Role


@pytest.mark.parametrize(
    ("role", "permissions"),
    [
        (Role.TRAINEE, {Permission.PRACTISE}),
        (Role.LEAD, {Permission.PRACTISE, Permission.WATCH, Permission.LEAD, Permission.EXAMINE}),
        (Role.TRAINER, {Permission.PRACTISE, Permission.WATCH, Permission.AUTHOR, Permission.EXAMINE}),
        (Role.ADMIN, set(Permission)),
    ],
)
def test_role_may_what_it_is_for_and_no_more(role: Role, permissions: set[Permission]) -> None:
    """A trainee could set the own exam, or a lead write the questions."""
    person = Person(1, "li", "Li", role)
    assert {one for one in Permission if person.may(one)} == permissions
    left = Person(1, "li", "Li", role, active=False)
    assert not any(left.may(one) for one in Permission)
