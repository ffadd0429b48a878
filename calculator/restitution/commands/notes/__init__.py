"""What an answer tells its reader beside the figures: flags and open points, apart from the code that picks them."""
