"""Long work outside a request: :mod:`queue` is the table of jobs, :mod:`registry` its kinds, :mod:`worker` runs it."""
