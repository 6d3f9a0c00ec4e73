"""The only place that knows SQL: SQLite by default, PostgreSQL for many users."""
