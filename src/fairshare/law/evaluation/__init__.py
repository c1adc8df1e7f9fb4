"""The evaluation as a process: steps, limits, plans, building blocks, after models that the AMMR does not prescribe."""
