"""The steps of each question: which rules apply, in which order, and how their results combine."""
