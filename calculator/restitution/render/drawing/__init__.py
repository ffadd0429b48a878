"""What charts are drawn with: a sheet that grows downward, scales, and the room that words need."""
