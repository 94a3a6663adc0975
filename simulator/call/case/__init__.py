"""The lowest room: authored text in, an immutable `Case` out, problems with file, line and column."""
