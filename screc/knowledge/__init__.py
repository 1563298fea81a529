"""Find, read, validate and check a knowledge base and the files of areas."""
