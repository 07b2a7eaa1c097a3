"""The dialogue tasks: which item does the recommender name next?"""

__all__: list[str] = []
