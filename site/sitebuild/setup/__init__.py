"""Everything a build needs beforehand: Python and Node.js, the staged runtime, the lock files and their audit."""
