"""What the events of a case do to its course: one file a subject. A handler moves the rows where it happened."""
