"""The Observatory: a public site of static pages that say whether responsibility is shared fairly. No database."""
