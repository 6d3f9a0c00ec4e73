"""Children to parent: values (…, units, children) and weights (…, children) to scores (…, units)."""
