"""Sea Ice"""
