"""Regional analysis on a panel: disparity, convergence, space, flows, coupling, specialisation."""
