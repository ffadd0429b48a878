"""Counsel's desk: a case that is edited step by step, and after each step what has changed in its answer.

A desk is held in memory by whoever shows it, such as a page. It makes the edits, keeps what can be undone, and works
out the figures; whoever shows it computes nothing.
"""

from restitution.desk.session import Desk

__all__ = ["Desk"]
