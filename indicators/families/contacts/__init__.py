"""Contacts: calls, meetings and visits between officials of the two countries."""
