"""Whether units come closer: dispersion, growth regressions, clubs, chains of classes."""
