"""What a case means: authored data in, an immutable `Case` out, problems with file, line and column."""
