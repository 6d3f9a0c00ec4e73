"""How unequal units are, and between which groups."""
