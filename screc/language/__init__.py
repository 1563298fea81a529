"""Text in Japanese or English becomes facts, each with the words that said so."""
