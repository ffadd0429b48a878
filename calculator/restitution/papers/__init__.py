"""Papers to file: a case as a Word document, a spreadsheet, a print, and a copy with its citations."""
