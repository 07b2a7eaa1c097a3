"""A catalogue as arrays, ready to be mapped into memory."""
