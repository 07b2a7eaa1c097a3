"""`crosswoz`: what users of CrossWOZ say in Chinese as dialogue acts, and the state that follows from them."""
