"""What the roles are called."""

from simulator.case.messages import Message
from simulator.training.people import Role

ROLES = {
    Role.TRAINEE: Message("trainee"),
    Role.TRAINER: Message("trainer"),
    Role.LEAD: Message("team lead"),
    Role.ADMIN: Message("administrator"),
}
"""In the order of a list to choose from."""
