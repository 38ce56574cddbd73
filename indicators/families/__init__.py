"""The families of indicators: rooms of the same shape that declare tables, series and charts."""
