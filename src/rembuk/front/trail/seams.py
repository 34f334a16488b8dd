"""What the trail offers: its address."""

LINKS = (("trail", "trail:trail"),)
