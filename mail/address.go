package mail

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"

	"foyer/portal"
)

// mostAddresses is how many of a name's addresses are tried.
const mostAddresses = 4

// lookUp takes a name's addresses, once: what was checked is what is dialled (C55).
func (c *Client) lookUp(ctx context.Context, server portal.MailServer) ([]netip.Addr, error) {
	found, err := c.addresses(ctx, server.Host)
	if err != nil {
		return nil, err
	}
	var good []netip.Addr
	for _, address := range found {
		if refused := c.check(address.Unmap(), server.Encryption); refused == nil {
			good = append(good, address.Unmap())
		} else if err == nil {
			err = refused
		}
	}
	if len(good) == 0 {
		return nil, err
	}
	return good[:min(len(good), mostAddresses)], nil
}

func (c *Client) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	if literal, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{literal.WithZone("")}, nil
	}
	found, err := c.Resolve(ctx, host)
	if err == nil && len(found) == 0 {
		err = &net.DNSError{Err: "no address", Name: host, IsNotFound: true}
	}
	return found, err
}

// noMailPlaces never are a mail server: this network, and where clouds keep credentials
// for whoever asks.
var noMailPlaces = prefixes("0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "100.100.100.200/32", "168.63.129.16/32",
	"::/96", "2002::/16", "fe80::/10", "fec0::/10", "ff00::/8", "fd00:ec2::/32", "fd20:ce::/32")

// translated are the IPv6 addresses that stand for an IPv4 one, in their last four bytes.
var translated = netip.MustParsePrefix("64:ff9b::/96")

// sharedPlaces are private though no address is called so: those of a provider's own network.
var sharedPlaces = prefixes("100.64.0.0/10")

func prefixes(texts ...string) (list []netip.Prefix) {
	for _, text := range texts {
		list = append(list, netip.MustParsePrefix(text))
	}
	return list
}

// check refuses what never is a mail server, what is private where that is denied, and
// what is not this machine where nothing is encrypted.
func (c *Client) check(address netip.Addr, encryption portal.MailEncryption) error {
	here := address.IsLoopback()
	if translated.Contains(address) {
		whole := address.As16()
		address = netip.AddrFrom4([4]byte(whole[12:]))
	}
	in := func(p netip.Prefix) bool { return p.Contains(address) }
	switch {
	case address != netip.IPv6Loopback() && slices.ContainsFunc(noMailPlaces, in):
		return fmt.Errorf("%w: %s", portal.ErrNoMailPlace, address)
	case c.DenyPrivate && (address.IsLoopback() || address.IsPrivate() || slices.ContainsFunc(sharedPlaces, in)):
		return fmt.Errorf("%w: %s", portal.ErrPrivatePlace, address)
	case encryption == portal.MailPlain && !here:
		return fmt.Errorf("%w: %s", portal.ErrNotThisMachine, address)
	}
	return nil
}

// hello is how Foyer names itself; an address stands in brackets (RFC 5321, 4.1.3).
func (c *Client) hello() string {
	address, err := netip.ParseAddr(c.Name)
	switch {
	case err != nil:
		return c.Name
	case address.Is6():
		return "[IPv6:" + c.Name + "]"
	}
	return "[" + c.Name + "]"
}
