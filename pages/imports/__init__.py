"""The page "Import": files in, with every record accounted for."""
