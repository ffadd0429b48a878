"""What happens to the built pages: links, content security policy, precache list, and packing for release."""
