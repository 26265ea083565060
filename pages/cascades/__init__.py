"""Along which path was it passed on?"""
