"""The policy service: chooses between asking and recommending, and gives every candidate its learned value.

It holds no session, calls no other service, and trains nothing: what it has learned comes as an artefact.
"""
