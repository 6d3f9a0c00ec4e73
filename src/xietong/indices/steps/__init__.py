"""The steps of an index, each one module: screen, denominate, impute, treat, normalise."""
