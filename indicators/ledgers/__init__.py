"""Ledgers of statements: what documents claim and foresee, checked against the tables.

``contract`` declares the ledgers, ``check`` reads a check from its columns, ``measure`` runs it in
DuckDB, ``verdict`` compares, ``claims`` puts a claim's verdict together. Knows no family: what a
check looks at is named in the ledger.
"""
