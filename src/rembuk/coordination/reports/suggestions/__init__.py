"""What the words of a report suggest: category, institution, owner. Offered, never imposed.

`keywords`: the city's own table. `features`, `weights`: a model's answer, without any numerical library, for the web.
`learning`: makes a model, with scipy, in a process of the worker only. `measuring`: whether it is any good.
"""
