"""The commands, one file per verb. Heavy imports wait until a command runs."""
