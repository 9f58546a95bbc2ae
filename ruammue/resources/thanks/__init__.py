"""Recognition: what each partner gave in a year, papers of thanks, and whose gift is weighed before it is taken."""
