"""The rules of choosing: which proposals are in, under a ceiling. Pure and exact; nothing here knows a database.

`problem` says what is asked and answered, `rules` is the table of rules, `explaining` says why a proposal is out,
`comparing` lays the rules side by side, `checking` verifies an outcome without knowing how it came about.
"""
