"""One module or package per method: Params and pure functions on frames."""
