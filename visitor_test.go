package main_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// visitor is somebody with a browser.
type visitor struct {
	t    *testing.T
	base string
	http.Client
}

func newVisitor(t *testing.T, base string) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{t: t, base: base, Client: http.Client{Jar: jar, Timeout: hang}}
}

// open reads a page.
func (v *visitor) open(path string) (status int, page string) {
	v.t.Helper()
	answer, err := v.Get(v.base + path)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.read(answer)
}

func (v *visitor) read(answer *http.Response) (status int, page string) {
	v.t.Helper()
	body, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	if err != nil {
		v.t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

var formToken = regexp.MustCompile(`name="_csrf" value="([^"]+)"`)

// signInRequest fills in the form of a sign-in page.
func (v *visitor) signInRequest(path, username, password string) *http.Request {
	v.t.Helper()
	_, page := v.open(path)
	token := formToken.FindStringSubmatch(page)
	if token == nil {
		v.t.Fatalf("no form at %s:\n%s", path, page)
	}
	form := url.Values{"_csrf": {token[1]}, "username": {username}, "password": {password}}
	request, err := http.NewRequest(http.MethodPost, v.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	return request
}

// signIn ends on the page that one sees then.
func (v *visitor) signIn(path, username, password string) (status int, page string) {
	v.t.Helper()
	answer, err := v.Do(v.signInRequest(path, username, password))
	if err != nil {
		v.t.Fatal(err)
	}
	return v.read(answer)
}
