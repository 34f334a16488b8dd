"""What the search offers: its address."""

LINKS = (("search", "search:search"),)
