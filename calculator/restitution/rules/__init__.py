"""The rules of law, one short function for each provision of the statute. Every rule returns a worksheet line."""
