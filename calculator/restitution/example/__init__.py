"""Live worked examples: the page sends the values of its controls and gets back the form and the answer as HTML.

Stepping a number up or down and reading typed text happen here, so that no figure is ever computed, rounded or
formatted anywhere else.
"""

from restitution.example.answer import answer_example
from restitution.example.definition import Example, check_lines, read_example

__all__ = ["Example", "answer_example", "check_lines", "read_example"]
