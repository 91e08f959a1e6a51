"""The commands, one module each, and what they share: options, console output, exit codes."""
