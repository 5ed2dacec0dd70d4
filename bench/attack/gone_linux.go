package main

import (
	"net"

	"golang.org/x/sys/unix"
)

const established = 1 // TCP_ESTABLISHED

// gone says whether the server ended a connection, which reading shows only after all
// that had come before.
func gone(conn net.Conn) (ended bool) {
	raw, err := conn.(*net.TCPConn).SyscallConn()
	if err != nil {
		return true
	}
	if err := raw.Control(func(fd uintptr) {
		info, err := unix.GetsockoptTCPInfo(int(fd), unix.IPPROTO_TCP, unix.TCP_INFO)
		ended = err != nil || info.State != established
	}); err != nil {
		return true
	}
	return ended
}
