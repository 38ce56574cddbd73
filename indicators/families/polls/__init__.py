"""Polls: what Russians and Americans say of each other, of the leaders, and of the handling of the war."""
