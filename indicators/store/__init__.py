"""The store: declared tables and series to a DuckDB database, and back as known at a date."""
