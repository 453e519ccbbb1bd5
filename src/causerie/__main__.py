"""``python -m causerie``."""

from causerie.cli.main import main

main()
