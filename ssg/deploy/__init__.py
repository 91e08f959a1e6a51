"""Deploys an output folder to a target, so that no reader ever sees half of a change.

`version` is what to deploy, `state` what a target has, `plan` how one becomes the other, `engine`
does it. Each kind of target has a module of its own.

This module exports nothing: the libraries that reach targets take long to load.
"""
