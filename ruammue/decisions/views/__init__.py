"""HTTP in, one act, HTTP out; one file a noun."""
