"""What learning from events is worth where tastes drift: the bandit behind f_RL, beside the same system without it."""
