"""Goods trade: how much the two countries trade, and with whom else."""
