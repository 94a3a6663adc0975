"""The rules of play: pure, without input, output or a clock. The only room that imports `transitions`."""
