"""Management commands that run the keepsake command line for a Django project."""
