"""Ways to place families other than the optimum, each with its source, its guarantees and a test of them."""
