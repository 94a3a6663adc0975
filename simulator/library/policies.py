"""Where the desk's policies are found by those who only cite them."""

from simulator.library.bundles import Files


class KeptPolicies:
    """What provides the policies of a desk."""

    def policy_files(self) -> Files:
        """The files of the policies that count, by name; nobody keeps any here."""
        return {}
