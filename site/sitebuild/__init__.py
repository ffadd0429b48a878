"""Builds the guide: what goes into the pages, what lies beside them, and the server that shows them."""
