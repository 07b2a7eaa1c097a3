"""Turns: the only caller of the other services and the only holder of state. It never reads words or graphs itself."""
