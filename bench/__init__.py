"""Measures ssg beside other static site generators: `make bench`, never in CI."""
