"""Publishes a finished site into its output folder, all of it or nothing.

with open_output(folder, site=site, adopt=False, wait_seconds=60, say=print) as output:
    unmodified = output.find_unmodified()   # the pages that need not be rendered again
    ...                                     # all other files are written below output.staging
    output.publish(staged, unchanged=unchanged, build=build)

This module exports nothing, so that a build in which nothing changed loads no more than it needs.
"""
