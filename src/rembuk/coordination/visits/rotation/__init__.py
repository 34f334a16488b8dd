"""The fair rotation of the mayor's Fridays, without a table. Only `planning` and `remedies` know the solver."""
