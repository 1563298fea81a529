"""What stands in the sections of the papers: one function for each name in the template."""
