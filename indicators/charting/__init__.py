"""Charts: one theme, accessible figures, shared marks. Draws what it is given; fits, queries and computes nothing."""
