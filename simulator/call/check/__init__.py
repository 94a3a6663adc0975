"""All that can be wrong with a case, by how it is written and by how it plays."""
