"""Which accounts belong together, and on what evidence?"""
