"""When did the story spread?"""
