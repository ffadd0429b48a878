"""What goes into the pages: fences, tables, case pages, glossary links, and the checks of what pages say."""
