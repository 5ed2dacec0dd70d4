package main

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/urfave/cli/v3"

	"foyer/handlers"
)

// config is what flags and environment say, checked.
type config struct {
	data      string
	addr      string
	baseURL   *url.URL // nil: the address that is listened on, which is a loopback one then
	proxies   []netip.Prefix
	logFormat string
}

const (
	defaultData = "./data"
	defaultAddr = "127.0.0.1:8080"
	insecureEnv = "FOYER_INSECURE_HTTP"
)

// settings are the flags of every command; each may stand before or after its name.
func settings() []cli.Flag {
	text := func(name, env, value, usage string) cli.Flag {
		return &cli.StringFlag{Name: name, Sources: cli.EnvVars(env), Value: value, Usage: usage}
	}
	return []cli.Flag{
		text("data", "FOYER_DATA", defaultData, "`FOLDER` with foyer.db and the key file"),
		text("addr", "FOYER_ADDR", defaultAddr, "`HOST:PORT` to listen on"),
		text("base-url", "FOYER_BASE_URL", "", "public `URL` of the site, like https://portal.example.com; needed unless the address is a loopback one"),
		text("trusted-proxies", "FOYER_TRUSTED_PROXIES", "", "`ADDRESSES` of the proxies in front, separated by commas, like 10.0.0.5,172.16.0.0/12"),
		text("log-format", "FOYER_LOG_FORMAT", "", "text or json `FORMAT`; text on a terminal and json elsewhere unless given"),
		&cli.BoolFlag{Name: "insecure-http", Usage: "accept a base URL without https that others can reach [$" + insecureEnv + "]"},
	}
}

// readConfig checks all settings, so that a mistake shows at the start and not at night.
func readConfig(c *cli.Command) (config, error) {
	conf := config{data: or(c.String("data"), defaultData), addr: or(c.String("addr"), defaultAddr)}
	insecure, err := insecureHTTP(c)
	if err != nil {
		return config{}, err
	}
	host, err := listenHost(conf.addr)
	if err != nil {
		return config{}, err
	}
	if conf.baseURL, err = parseBaseURL(c.String("base-url"), insecure); err != nil {
		return config{}, err
	}
	if conf.baseURL == nil && !handlers.IsLoopback(host) {
		return config{}, fmt.Errorf("--addr %s can be reached from other machines: say with --base-url under which address, like --base-url https://portal.example.com", conf.addr)
	}
	if conf.proxies, err = parseProxies(c.String("trusted-proxies")); err != nil {
		return config{}, err
	}
	conf.logFormat = c.String("log-format")
	if conf.logFormat != "" && conf.logFormat != "text" && conf.logFormat != "json" {
		return config{}, fmt.Errorf("--log-format %s is not known: use text or json", conf.logFormat)
	}
	return conf, nil
}

func insecureHTTP(c *cli.Command) (bool, error) {
	value := os.Getenv(insecureEnv)
	if c.IsSet("insecure-http") || value == "" {
		return c.Bool("insecure-http"), nil
	}
	insecure, err := strconv.ParseBool(value)
	if err != nil {
		return false, fmt.Errorf("%s=%s cannot be read: use true or false", insecureEnv, value)
	}
	return insecure, nil
}

// listenHost is the host of an address to listen on; empty stands for all of them.
func listenHost(addr string) (string, error) {
	host, port, err := net.SplitHostPort(addr)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return "", fmt.Errorf("--addr %s is no address: write host:port, like %s", addr, defaultAddr)
	}
	return host, nil
}

// parseBaseURL takes scheme and host alone, as links are made of nothing else. It must be
// https where others could listen in (C28).
func parseBaseURL(text string, insecure bool) (*url.URL, error) {
	if text == "" {
		return nil, nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || !validPort(u) {
		return nil, fmt.Errorf("--base-url %s is no web address: write it like https://portal.example.com", text)
	}
	// Browsers leave the usual port out of what is compared with this.
	usual := map[string]string{"https": ":443", "http": ":80"}[u.Scheme]
	bare := url.URL{Scheme: u.Scheme, Host: strings.TrimSuffix(strings.ToLower(u.Host), usual)}
	u.Host = bare.Host
	if rest := strings.TrimSuffix(u.String(), "/"); rest != bare.String() {
		return nil, fmt.Errorf("--base-url %s has more than scheme and host: write it like %s", text, bare.String())
	}
	if handlers.Unencrypted(u) && !insecure {
		return nil, fmt.Errorf("--base-url %s sends passwords unencrypted: use https, or accept that with --insecure-http", text)
	}
	return &bare, nil
}

func validPort(u *url.URL) bool {
	if u.Port() == "" {
		return !strings.HasSuffix(u.Host, ":")
	}
	_, err := strconv.ParseUint(u.Port(), 10, 16)
	return err == nil
}

func parseProxies(list string) ([]netip.Prefix, error) {
	var proxies []netip.Prefix
	for text := range strings.SplitSeq(list, ",") {
		text = strings.TrimSpace(text)
		if text == "" {
			continue
		}
		proxy, err := netip.ParsePrefix(text)
		if ip, ipErr := netip.ParseAddr(text); err != nil && ipErr == nil {
			proxy, err = ip.Prefix(ip.BitLen())
		}
		if err != nil {
			return nil, fmt.Errorf("--trusted-proxies: %s is no address: write addresses like 10.0.0.5 or networks like 172.16.0.0/12, separated by commas", text)
		}
		proxies = append(proxies, proxy.Masked())
	}
	return proxies, nil
}

func or(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}
