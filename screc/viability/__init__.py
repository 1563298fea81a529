"""Viability: what a business costs, earns and is worth to whom, as a first screen.

The yearly accounts are written once, in `plan` and `company`, with ordinary arithmetic. They are
run on numbers for one case, on arrays for ten thousand, and on cells to write a workbook.
"""
