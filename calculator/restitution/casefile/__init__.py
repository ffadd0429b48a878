"""The case as one document: its tables as they are typed, what is pasted into them, and what its files hold."""
