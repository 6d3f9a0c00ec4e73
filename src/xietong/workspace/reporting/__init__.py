"""What fills a report from the ledger: one module a kind of question."""
