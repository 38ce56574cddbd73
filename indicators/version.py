"""The package's version, for every part of the house to read."""

__version__ = "0.1.0"
