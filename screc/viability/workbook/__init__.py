"""An Excel workbook that goes on reckoning: every account, rate and ratio is a formula."""
