"""Explanations measured: do the paths exist, do they carry weight, are they recent, popular and varied."""
