"""Official index numbers: fixed base and chains, linking, contributions, diffusion indices, seasons, releases."""
