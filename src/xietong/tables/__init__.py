"""Statistical tables → cells: what each says, where it stands, and what is doubtful about it."""
