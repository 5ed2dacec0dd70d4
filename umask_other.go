//go:build !unix

package main

// private has nothing to do where folders hand their rights down.
func private() {}
