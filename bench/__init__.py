"""Benchmarks ssg against other static site generators: `make bench`, never in CI."""
