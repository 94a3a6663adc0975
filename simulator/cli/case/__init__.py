"""Commands about a case: checked, shown, solved, measured."""
