"""Counsel's desk: what the page of a whole case shows, as HTML."""
