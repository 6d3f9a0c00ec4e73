"""Statistics of indicators: pure functions on float64 arrays, missing is NaN and left out of what is counted."""
