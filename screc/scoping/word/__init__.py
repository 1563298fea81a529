"""A paper as a Word document: everything through named styles."""
