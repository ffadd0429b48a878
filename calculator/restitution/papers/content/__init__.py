"""The parts of a paper, each made into blocks from the case."""
