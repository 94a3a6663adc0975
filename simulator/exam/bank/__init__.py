"""The exam's bank: policies, bulletins and questions, from authored text to immutable objects."""
