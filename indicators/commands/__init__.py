"""The commands: one module a subject; each parses, calls, prints. Heavy imports happen inside the functions."""
