#!/usr/bin/env python3
"""fake_smtp.py FOLDER - an SMTP server on the loopback: writes its port to FOLDER/port, each message it takes
to FOLDER/1.eml, 2.eml, … Ends when its standard input is closed."""
import os
import socket
import sys
import threading

folder = sys.argv[1]
listening = socket.create_server(("127.0.0.1", 0))
with open(os.path.join(folder, "port.new"), "w", encoding="ascii") as out:
    out.write(str(listening.getsockname()[1]))
os.rename(os.path.join(folder, "port.new"), os.path.join(folder, "port"))
taken = 0


def talk(connection):
    global taken
    lines = connection.makefile("rb")

    def say(words):
        connection.sendall(words.encode("ascii") + b"\r\n")

    say("220 toy")
    for line in lines:
        word = line[:4].upper()
        if word == b"DATA":
            say("354 go on")
            message = []
            for one in lines:
                if one == b".\r\n":
                    break
                message.append(one)
            taken += 1
            path = os.path.join(folder, f"{taken}.eml")
            with open(path + ".new", "wb") as out:
                out.writelines(message)
            os.rename(path + ".new", path)
            say("250 taken")
        elif word == b"QUIT":
            say("221 bye")
            break
        else:
            say("250 toy")
    connection.close()


def serve():
    while True:
        talk(listening.accept()[0])


threading.Thread(target=serve, daemon=True).start()
sys.stdin.buffer.read()
