"""The texts shown beside the figures, flags and open points, apart from the code that selects them."""
