"""The version of the calculator, which a saved case states."""

VERSION = "0.1.0"
