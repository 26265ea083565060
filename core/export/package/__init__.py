"""The article package: one ZIP with figures, data, method, claims and hashes, made again from its recipe."""
