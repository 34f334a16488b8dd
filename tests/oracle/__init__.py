"""The rules of choosing held against pabutools, which lives in an environment of its own: `make oracle`."""
