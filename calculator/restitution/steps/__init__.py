"""The steps of each question: which rules are asked, in which order, and what comes of them together."""
