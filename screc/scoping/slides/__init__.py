"""A paper as slides: native shapes, tables and charts."""
