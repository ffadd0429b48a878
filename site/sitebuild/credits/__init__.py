"""Third-party files in the published guide: their licenses and the software bill of materials."""
