"""Off-policy evaluation: what another policy would have reached, told from the running policy's log.

What it cannot tell: anything of moves that the running policy never tried, of users who would come back more often, or
of a catalogue that has changed since. Log and policy must be of one version of the features.
"""
