"""What the roles are called."""

from simulator.people.person import Role
from simulator.text.message import Message

ROLES = {
    Role.TRAINEE: Message("trainee"),
    Role.TRAINER: Message("trainer"),
    Role.LEAD: Message("team lead"),
    Role.ADMIN: Message("administrator"),
}
"""In the order of a list to choose from."""
