"""Who may sign in, and for whom a person acts: accounts, seats, invitations, second factor, security log."""
