"""The relations index: declared inputs as they were known, one composite, its news, rows and words."""
