"""How much of the spreading looks automated?"""
