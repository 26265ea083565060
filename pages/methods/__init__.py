"""How is every number made?"""
