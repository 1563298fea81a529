"""What things are: knowledge, areas, rules, recommendations. No input or output."""
