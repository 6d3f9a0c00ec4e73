"""Reports composed from the ledger; every number in one is bound to where it comes from."""
