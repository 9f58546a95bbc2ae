"""HTTP in, one act, HTTP out; one file per subject."""
