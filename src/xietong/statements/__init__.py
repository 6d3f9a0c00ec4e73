"""Text → Mention → Statement: find, read, resolve; and what was left unread."""
