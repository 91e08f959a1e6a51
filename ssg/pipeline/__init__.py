"""The stages in order: discover, parse, resolve, plan, render, publish (see `stages`)."""
