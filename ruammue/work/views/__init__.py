"""HTTP in, one act, HTTP out: the duty table, skills, tasks and coming, a month."""
