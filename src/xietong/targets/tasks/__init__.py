"""Tasks, their updates and problems, the meeting that settles them, and projects from signing to production."""
