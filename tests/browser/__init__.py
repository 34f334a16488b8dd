"""Journeys in a real browser, as people make them: by visible words and roles, against the real program."""
