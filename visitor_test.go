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
	return v.formRequest(path, path, url.Values{"username": {username}, "password": {password}})
}

// formRequest fills in a form of a page.
func (v *visitor) formRequest(page, action string, form url.Values) *http.Request {
	v.t.Helper()
	_, text := v.open(page)
	token := formToken.FindStringSubmatch(text)
	if token == nil {
		v.t.Fatalf("no form at %s:\n%s", page, text)
	}
	form.Set("_csrf", token[1])
	request, err := http.NewRequest(http.MethodPost, v.base+action, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	return request
}

// submit sends a form of a page and ends on the page that one sees then.
func (v *visitor) submit(page, action string, form url.Values) (status int, text string) {
	v.t.Helper()
	answer, err := v.Do(v.formRequest(page, action, form))
	if err != nil {
		v.t.Fatal(err)
	}
	return v.read(answer)
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
