"""The desk: all wings put together and served."""
