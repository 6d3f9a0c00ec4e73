"""Where things are and what neighbours what: distances, weights, autocorrelation, spatial regression.

Everything takes plain float64 arrays, units on the last axis and any axes (times, indicators) before it; weights are a
dense matrix (units, units), row i the neighbours of unit i. `weights.Weights` keeps it with the names of the units.
"""
