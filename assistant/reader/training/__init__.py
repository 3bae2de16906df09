"""How the reader is trained: data, noise, negatives, and the loop. Not needed to answer questions."""
