package main_test

import (
	"net"
	"strings"
	"syscall"
	"testing"
)

func TestBadCommandLines(t *testing.T) {
	t.Parallel()
	for line, words := range map[string]string{
		"frob":                   "there is no command frob: see foyer --help",
		"serve now":              "takes nothing like now",
		"--frob":                 "see foyer --help",
		"serve --frob":           "see foyer serve --help",
		"help frob":              "frob",
		"admin":                  "foyer admin needs another word after it",
		"admin frob":             "there is no command foyer admin frob",
		"admin create":           "takes exactly one NAME",
		"admin create ann bob":   "takes exactly one NAME",
		"import":                 "foyer import needs another word after it",
		"import frob":            "there is no command foyer import frob",
		"import timetracker":     "takes exactly one FILE",
		"--data":                 "flag needs an argument: --data",
		"--addr nowhere":         "--addr nowhere is no address: write host:port",
		"--addr 127.0.0.1:http":  "is no address: write host:port",
		"--addr 127.0.0.1:99999": "is no address: write host:port",
		"--addr 0.0.0.0:8080":    "can be reached from other machines: say with --base-url",
		"--addr :8080":           "can be reached from other machines: say with --base-url",
		"--addr 192.0.2.1:0 --base-url https://a.be": "cannot be listened on",
		"--base-url portal.example.com":              "is no web address: write it like https://portal.example.com",
		"--base-url ftp://portal.example.com":        "is no web address",
		"--base-url https://":                        "is no web address",
		"--base-url https://a.be:frob":               "is no web address",
		"--base-url https://a.be/portal":             "has more than scheme and host: write it like https://a.be",
		"--base-url https://a.be?x=1":                "has more than scheme and host",
		"--base-url https://me@a.be":                 "has more than scheme and host",
		"--base-url http://a.be":                     "sends passwords unencrypted: use https, or accept that with --insecure-http",
		"--trusted-proxies 10.0.0.1,proxy":           "proxy is no address: write addresses like 10.0.0.5",
		"--trusted-proxies 10.0.0.0/33":              "is no address",
		"--log-format xml":                           "--log-format xml is not known: use text or json",
		"--insecure-http=perhaps":                    "perhaps",
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			foyer(t, strings.Fields(line)...).refused(t, words)
		})
	}
}

func TestBadEnvironment(t *testing.T) {
	t.Parallel()
	for setting, words := range map[string]string{
		"FOYER_ADDR=nowhere":          "is no address",
		"FOYER_BASE_URL=http://a.be":  "sends passwords unencrypted",
		"FOYER_TRUSTED_PROXIES=x":     "is no address",
		"FOYER_LOG_FORMAT=xml":        "is not known: use text or json",
		"FOYER_INSECURE_HTTP=perhaps": "FOYER_INSECURE_HTTP=perhaps cannot be read: use true or false",
	} {
		t.Run(setting, func(t *testing.T) {
			t.Parallel()
			prepare(t).env(setting).begin(t).finish(t).refused(t, words)
		})
	}
}

// C28: what others can reach is https, or somebody has said that it need not be.
func TestGoodSettings(t *testing.T) {
	t.Parallel()
	free := "FOYER_ADDR=127.0.0.1:0"
	for name, test := range map[string]struct {
		args []string
		env  []string
		said string
	}{
		"serving is the default":            {nil, []string{free}, "Foyer is at http://127.0.0.1:"},
		"flags after the command":           {[]string{"serve", "--addr", "127.0.0.1:0"}, nil, "http://127.0.0.1:"},
		"a flag beats the environment":      {[]string{"--addr", "localhost:0"}, []string{free}, "http://localhost:"},
		"empty settings are none":           {nil, []string{free, "FOYER_DATA=", "FOYER_BASE_URL=", "FOYER_TRUSTED_PROXIES=", "FOYER_LOG_FORMAT=", "FOYER_INSECURE_HTTP=", "FOYER_SECRET_KEY="}, "http://127.0.0.1:"},
		"a public address":                  {nil, []string{free, "FOYER_BASE_URL=https://Portal.Example.com:443/"}, "Foyer is at https://portal.example.com\n"},
		"plain http that somebody wants":    {[]string{"--insecure-http", "--base-url", "http://10.1.2.3:8080"}, []string{free}, "Foyer is at http://10.1.2.3:8080\n"},
		"the same by the environment":       {[]string{"--base-url", "http://10.1.2.3"}, []string{free, "FOYER_INSECURE_HTTP=true"}, "Foyer is at http://10.1.2.3\n"},
		"plain http that nobody can reach":  {[]string{"--base-url", "http://localhost:9000"}, []string{free}, "Foyer is at http://localhost:9000\n"},
		"proxies, single ones and networks": {[]string{"--trusted-proxies", "10.0.0.5, 172.16.0.0/12,fd00::/8"}, []string{free}, "http://127.0.0.1:"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := prepare(t, test.args...).env(test.env...).begin(t)
			p.wait(t, &p.out, test.said)
			p.stop(t, syscall.SIGTERM).ok(t)
		})
	}
}

func TestPortInUse(t *testing.T) {
	t.Parallel()
	other, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()

	foyer(t, "--addr", other.Addr().String()).refused(t, other.Addr().String()+" is in use by another program (address already in use): stop that one, or choose another with --addr")
}
