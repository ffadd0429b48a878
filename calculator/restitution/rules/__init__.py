"""The rules of law, one short function for each limb of the statute. Every rule returns a worksheet line."""
