"""Runs a command, and writes how it ended and its peak memory to a descriptor: measure.py FD COMMAND…

Linux keeps a process's peak over `exec`, so a child of the suite would begin with the suite's own.
"""

import os
import sys

report = int(sys.argv[1])
child = os.fork()
if child == 0:
    os.close(report)
    os.execv(sys.argv[2], sys.argv[2:])
_, status, used = os.wait4(child, 0)
os.write(report, b"%d %d" % (os.waitstatus_to_exitcode(status), used.ru_maxrss << 10))
