//go:build unix

package main

import "syscall"

// private lets nobody but this user read the files that are made (C73).
func private() { syscall.Umask(0o077) }
