"""What keeps the Workbench running: health, metrics, logs, error pages, the supervisor, backup and restore."""
