"""Who passed the story on, and from whom?"""
