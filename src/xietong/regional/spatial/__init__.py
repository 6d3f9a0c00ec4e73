"""Where things are, what neighbours what, and what goes from where to where.

Weights and autocorrelation, spatial regression, the gravity model, flows, accessibility. Everything takes plain float64
arrays, units on the last axis (origins, destinations on the last two) and any axes (times, indicators) before them;
weights are a dense matrix (units, units), row i the neighbours of unit i. `weights.Weights` keeps it with the names.
"""
