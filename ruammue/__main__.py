"""`python -m ruammue ...`: the one command line, without make or a shell."""

import sys

from ruammue.cli.main import main

sys.exit(main())
