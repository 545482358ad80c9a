"""How many learners' work is remembered in memory: that of everybody in two classes.

What is worked out for a project stands in small caches, and one thing follows from the other: where
the first of them is too small for a class, every click of everybody works all of it out again.
"""

EVERYBODY = 128
