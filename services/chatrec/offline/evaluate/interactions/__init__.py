"""Tasks whose cases are what people took up, without words."""
