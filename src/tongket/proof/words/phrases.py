"""Write a set of phrases as one string."""


def phrases(listed: str) -> frozenset[str]:
    """Return the phrases of a string, separated by ``|``."""
    return frozenset(listed.split("|"))
