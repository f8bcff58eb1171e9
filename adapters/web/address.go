package web

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// clientOf is the address that a request comes from, for counting alone. What
// a header says of it counts only as far as proxies of our own have written it:
// from the right, the first address that is none of theirs. Addresses of IPv6
// count by their network: a household has 2^64.
func clientOf(r *http.Request, proxies []netip.Prefix) string {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	client := peer.Addr().Unmap()
	if !ours(client, proxies) {
		return network(client)
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		at, ok := hopAddress(hop)
		if !ok {
			break
		}
		client = at
		if !ours(client, proxies) {
			break
		}
	}
	return network(client)
}

// hopAddress reads one entry of the header, which some proxies write with a
// port.
func hopAddress(hop string) (netip.Addr, bool) {
	hop = strings.TrimSpace(hop)
	if at, err := netip.ParseAddr(hop); err == nil {
		return at.Unmap(), true
	}
	at, err := netip.ParseAddrPort(hop)
	return at.Addr().Unmap(), err == nil
}

func ours(a netip.Addr, proxies []netip.Prefix) bool {
	return slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}

func network(a netip.Addr) string {
	if a.Is4() {
		return a.String()
	}
	p, err := a.WithZone("").Prefix(64)
	if err != nil {
		return a.String()
	}
	return p.String()
}
