"""This project and its peer, measured side by side in one run: ``python -m benchmarks``."""
