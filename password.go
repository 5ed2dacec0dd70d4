package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"foyer/portal"
)

// askPassword asks twice without showing what is typed, or takes one line as it is
// where nobody types.
func askPassword(ctx context.Context, in io.Reader, prompt io.Writer) (string, error) {
	terminal, ok := in.(*os.File)
	if !ok || !term.IsTerminal(int(terminal.Fd())) {
		return unlessStopped(ctx, func() (string, error) { return readPassword(in) })
	}

	first, err := typedPassword(ctx, terminal, prompt, "New password: ")
	if err != nil {
		return "", err
	}
	second, err := typedPassword(ctx, terminal, prompt, "The same again: ")
	if err != nil {
		return "", err
	}
	if first != second {
		return "", errors.New("the two passwords differ: try again")
	}
	return first, nil
}

// typedPassword gives the terminal back as it was, also when it is stopped.
func typedPassword(ctx context.Context, terminal *os.File, prompt io.Writer, question string) (string, error) {
	fd := int(terminal.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", fmt.Errorf("read the terminal: %w", err)
	}
	if _, err := io.WriteString(prompt, question); err != nil {
		return "", err
	}
	typed, err := unlessStopped(ctx, func() (string, error) {
		typed, err := term.ReadPassword(fd)
		return string(typed), err
	})
	_, _ = io.WriteString(prompt, "\n")
	if err != nil {
		return "", errors.Join(fmt.Errorf("read the password: %w", err), term.Restore(fd, before))
	}
	return typed, nil
}

// unlessStopped gives up waiting for what somebody may never type.
func unlessStopped(ctx context.Context, read func() (string, error)) (string, error) {
	type answer struct {
		text string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		text, err := read()
		answers <- answer{text, err}
	}()

	select {
	case a := <-answers:
		return a.text, a.err
	case <-ctx.Done():
		return "", errors.New("stopped before a password was given, nothing was changed")
	}
}

// readPassword cuts nothing but the line's end.
func readPassword(in io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(in, portal.MaxPasswordBytes+3)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the password: %w", err)
	}
	line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
	if line == "" {
		return "", errors.New("there is no password on standard input: type it on a terminal, or hand it over as one line")
	}
	return line, nil
}
