"""The papers of a scoping session: what they say, and how they are written as files."""
