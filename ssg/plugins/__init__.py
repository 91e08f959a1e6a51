"""Plugins: installed packages that add checks, filters and tests to the sites that name them."""
