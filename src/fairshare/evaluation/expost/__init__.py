"""Ex-post evaluation: what a cycle achieved, how fair the result was, what should change, and whether it did."""
