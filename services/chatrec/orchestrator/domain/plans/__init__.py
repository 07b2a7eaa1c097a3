"""Plans of items: itineraries by days, and paths by prerequisites."""
