"""Engines that extract more than one process does."""
