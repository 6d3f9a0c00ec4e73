"""A plan's own text → its clauses, goals and tasks, each with the words it was read from."""
