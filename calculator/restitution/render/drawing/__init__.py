"""Drawing tools for charts: a sheet that grows downward, scales, and text measurement."""
