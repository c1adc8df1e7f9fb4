"""The criteria of Chapter II of Part III, and those that stand beside them: one file a subject."""
