"""Opening the user's files: what they are, what they hold, what was wrong with them.

`opening` is the one way in. It runs `worker` in a child process, which alone reads user files,
with limits on time, memory and size, and gets arrays back, never pickles.
"""
