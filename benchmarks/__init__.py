"""The peers' side of ``atlas-seguro bench --peers``: the same work, done by other programs."""
