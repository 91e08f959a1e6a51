"""Puts a finished site into its output folder, as a whole or not at all.

with open_output(folder, site=site, adopt=False, wait_seconds=60, say=print) as output:
    unmodified = output.unmodified()    # what needn't be made again
    ...                         # the rest is written below output.staging
    output.publish(staged, unchanged=unchanged, built="2026-03-01T12:00:00+00:00")

It exports nothing by itself, so that a build in which nothing changed loads no more than it needs.
"""
