package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const (
	keyFile     = "foyer.key"
	keyEnv      = "FOYER_SECRET_KEY"
	keyFileEnv  = "FOYER_SECRET_KEY_FILE"
	minKeyBytes = 32
)

// secretKey is the key for secrets at rest and in forms: SHA-256 of a text that comes
// from the environment, from a file that it names, or from the data folder, where one
// is made at the first start. The same text gives the same key wherever it stands.
func secretKey(folder string) ([]byte, error) {
	text, file := os.Getenv(keyEnv), os.Getenv(keyFileEnv)
	switch {
	case text != "" && file != "":
		return nil, fmt.Errorf("%s and %s are both set: keep one of them", keyEnv, keyFileEnv)
	case text != "":
		return deriveKey(text, keyEnv)
	case file != "":
		return readKey(file, "name another with "+keyFileEnv)
	}

	path := filepath.Join(folder, keyFile)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if err := makeKey(path); err != nil {
			return nil, err
		}
	}
	return readKey(path, "put back the one that belongs to this database")
}

func readKey(path, remedy string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the key file %s cannot be read (%w): %s", path, reason(err), remedy)
	}
	return deriveKey(string(text), "the key in "+path)
}

// deriveKey takes any text that is long enough to be random, and shows none of it.
func deriveKey(text, source string) ([]byte, error) {
	text = strings.TrimSpace(text)
	if len(text) < minKeyBytes {
		return nil, fmt.Errorf("%s is too short: it needs at least %d characters, such as those of openssl rand -hex 32", source, minKeyBytes)
	}
	sum := sha256.Sum256([]byte(text))
	return sum[:], nil
}

// makeKey writes the whole key under its name or nothing, as half a key would lose
// whatever is encrypted with it.
func makeKey(path string) error {
	random := make([]byte, 32)
	if _, err := rand.Read(random); err != nil {
		return fmt.Errorf("read random numbers for a key: %w", err)
	}
	err := writeSynced(path+".new", hex.EncodeToString(random)+"\n")
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		return fmt.Errorf("the key file %s cannot be written (%w): give this user write access to the data folder", path, reason(err))
	}
	return nil
}

func writeSynced(path, text string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	return errors.Join(err, file.Sync(), file.Close())
}

// reason is what the system said, without the path that the sentence around it names.
func reason(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err
	}
	return err
}
