"""Words everyone shares; imports nothing of ours."""
