"""Articles that copy each other: shingles, and the verdict on two of them."""
