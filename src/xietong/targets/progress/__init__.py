"""Progress methods, one a module; each verdict with its numbers and a sentence."""
