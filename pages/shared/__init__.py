"""What every page shares: the frame, the filter, cached reads, the posts behind a mark, export."""
