"""Articles 7 to 15 and 56 to 70: the cycle, the pool, contributions, deductions, offsets, settlement, relocation."""
