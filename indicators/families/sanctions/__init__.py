"""Sanctions: dated copies of the OFAC list, actions of all issuers, and totals that somebody published."""
