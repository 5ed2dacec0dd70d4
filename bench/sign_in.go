package main

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"

	"foyer/views"
)

var formToken = regexp.MustCompile(`name="_csrf" value="([^"]*)"`)

// signIn opens a session as a browser does: it reads the form and posts it.
func (s *server) signIn(ctx context.Context, username, password string) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	browser := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	address := s.base.String() + views.PortalLoginPath
	status, form, err := s.submit(ctx, browser, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	token := formToken.FindStringSubmatch(form)
	if status != http.StatusOK || token == nil {
		return fmt.Errorf("no form to sign in with at %s: status %d", address, status)
	}

	fields := url.Values{"_csrf": {html.UnescapeString(token[1])}, "username": {username}, "password": {password}}
	status, _, err = s.submit(ctx, browser, http.MethodPost, address, fields)
	if err != nil {
		return err
	}
	if status != http.StatusSeeOther {
		return fmt.Errorf("sign in at %s: status %d", address, status)
	}
	var cookies []string
	for _, c := range jar.Cookies(s.base) {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	s.cookie = strings.Join(cookies, "; ")
	return nil
}

func (s *server) submit(ctx context.Context, browser *http.Client, method, address string, fields url.Values) (int, string, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(fields.Encode()))
	if err != nil {
		return 0, "", err
	}
	request.Header.Set("Origin", s.base.String())
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := browser.Do(request)
	if err != nil {
		return 0, "", err
	}
	body, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(body), errors.Join(err, answer.Body.Close())
}
