"""Which files is this case made of?"""
