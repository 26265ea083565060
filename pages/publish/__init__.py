"""What can be printed, and does it hold?"""
