"""How often the gate is right: releases whose true gain is known."""
