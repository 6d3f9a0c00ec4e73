"""A yearly assessment: goals that differ by territory, scored with reasons, ranked where nothing is missing, frozen."""
