"""Reports: what is shown after a play and about a case, one frozen dataclass per template of `reports/`."""
