"""Which proposals ask for the same: the same work in two RTs, a work and its part. Pure functions, no database.

`proposals` what is known of one · `vocabulary` the words of works · `reading` what a proposal says · `places` where ·
`judging` two proposals held together · `grouping` what is offered to people · `merging` what a merged one adds up to ·
`measuring` how often all this is right.
"""
