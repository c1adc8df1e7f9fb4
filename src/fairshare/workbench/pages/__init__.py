"""The pages: each shows what a cut of the record and the rules say, and leads to the actions that a seat may do."""
