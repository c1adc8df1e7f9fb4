"""Systems before and beside the solidarity mechanism, one file each."""
