package handlers

import (
	"net/netip"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// clientIP is whom a request comes from. X-Forwarded-For counts only if the peer is a
// trusted proxy, and then from the right: what a client wrote itself stands left of that.
func (a *app) clientIP(c *fiber.Ctx) netip.Addr {
	peer, ok := netip.AddrFromSlice(c.Context().RemoteIP())
	if !ok {
		return netip.IPv4Unspecified()
	}
	peer = peer.Unmap()
	if !a.trusts(peer) {
		return peer
	}

	hops := forwardedFor(c)
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := parseHop(strings.TrimSpace(hops[i]))
		if err != nil {
			return peer
		}
		peer = hop.Unmap().WithZone("")
		if !a.trusts(peer) {
			return peer
		}
	}
	return peer
}

// forwardedFor joins all lines of the header: some proxies add one of their own beneath
// what the client sent.
func forwardedFor(c *fiber.Ctx) (hops []string) {
	for _, line := range c.Request().Header.PeekAll(fiber.HeaderXForwardedFor) {
		hops = append(hops, strings.Split(string(line), ",")...)
	}
	return hops
}

func (a *app) trusts(ip netip.Addr) bool {
	for _, proxy := range a.TrustedProxies {
		if proxy.Contains(ip) {
			return true
		}
	}
	return false
}

// parseHop reads an address as proxies write it: bare, in brackets, or with a port.
func parseHop(text string) (netip.Addr, error) {
	if withPort, err := netip.ParseAddrPort(text); err == nil {
		return withPort.Addr(), nil
	}
	return netip.ParseAddr(strings.Trim(text, "[]"))
}
