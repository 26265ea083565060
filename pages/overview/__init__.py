"""What do the data say?"""
