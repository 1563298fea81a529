"""What rules mean: compiling, judging, and checking what they can do."""
