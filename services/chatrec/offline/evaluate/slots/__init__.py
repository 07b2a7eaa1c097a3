"""`movie-slots`: what people name when they ask for films, as spans of words."""
