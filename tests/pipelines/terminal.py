"""terminal.py TRANSCRIPT COMMAND...: runs the command in a terminal of 80 columns and 24 rows.

Each line of stdin is typed when the command asks for it (what it wrote ends with "> "); the transcript is what the
terminal showed, with plain line ends. Exits as the command does, 124 when it waits for more than 60 seconds.
"""
import fcntl, os, pty, select, struct, sys, termios


def main():
    transcript, command = sys.argv[1], sys.argv[2:]
    answers = sys.stdin.read().splitlines()
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        os.execvp(command[0], command)
    shown = b""
    while True:
        if not select.select([terminal], [], [], 60)[0]:
            os.kill(child, 15)
            sys.exit(124)
        try:
            more = os.read(terminal, 65536)
        except OSError:  # the other side is closed
            break
        if not more:
            break
        shown += more
        if shown.endswith(b"> ") and answers:
            os.write(terminal, answers.pop(0).encode() + b"\n")
        elif shown.endswith(b"> "):
            os.write(terminal, b"\x04")  # end of input
    with open(transcript, "wb") as out:
        out.write(shown.replace(b"\r\n", b"\n"))
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


main()
