"""Stakeholder charts: what is on them, how they are laid out, drawn and written to files."""
