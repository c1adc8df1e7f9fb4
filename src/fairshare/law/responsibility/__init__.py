"""Which Member State is responsible for an application (Part III), over columns; with its predecessors."""
