"""The JSON API: the record for programs. Each action is one documented operation, made from the registry of actions;
reads go through the cut of a seat. A thin shell: rules, permissions and effects are those of pages and commands."""
