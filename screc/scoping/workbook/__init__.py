"""A paper as a workbook: a sheet a section."""
