"""Who are the accounts?"""
