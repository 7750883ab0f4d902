"""Client documents: drafts and signed versions, and what opening a case makes of them."""
