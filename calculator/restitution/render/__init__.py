"""Write a result for its reader: JSON for machines, text for the terminal, HTML for the page."""
