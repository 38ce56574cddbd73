"""Arms control: what treaties limit, what the parties declared, how large the stockpiles are, and how treaties end."""
