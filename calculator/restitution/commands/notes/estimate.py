"""The flags of an order, in words."""

FLAGS = {
    "straddles-2018": "The offense began before December 7, 2018 and ended on or after it. The present text is used; "
    "whether it governs such an offense is open.",
    "disaggregation-open": "A loss of mixed cause counts by our default: neither the court's choice nor a holding of "
    "the circuit is given. The worksheet states the losses the other way too.",
    "not-proven": "The court finds no loss proved for this victim, so no order is made. Where the floor applies, "
    "courts differ on whether it is owed all the same.",
    "no-proven-loss": "No loss counts here, yet the floor is shown: none is proved, or deducting the Reserve's "
    "payment left none. Most decisions seen require proof of loss; whether the floor is owed without one is open.",
    "floor-exceeds-losses": "The floor exceeds the proven losses. No court was found deciding how it interacts with "
    "the cap.",
    "liability-terminated": "Nothing is outstanding: what the victim has received is at least the greatest loss "
    "found, or no loss was found. Money received up to the losses ends liability.",
    "orders-exceed-losses": "The orders for this victim together exceed the losses. Under the present text the cap "
    "still ends payment.",
}
"""The text of each flag of an order."""
