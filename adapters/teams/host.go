package teams

import (
	"fmt"
	"net"
	"net/url"
	"strings"
)

// serviceHosts are the hosts that may be written to, each as host:port. A
// token goes with every call: a signed activity that names another host must
// not lead it there.
type serviceHosts map[string]bool

func parseServiceHosts(in []string) (serviceHosts, error) {
	out := serviceHosts{}
	for _, h := range in {
		u, err := url.Parse("https://" + strings.ToLower(strings.TrimSpace(h)))
		if err != nil || u.Hostname() == "" || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
			return nil, fmt.Errorf("%w: a service host is host or host:port", ErrOptions)
		}
		out[hostPort(u)] = true
	}
	return out, nil
}

func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}

// base is the address that paths are put behind, and whether it may be written
// to: https, or http on a loopback host that is listed with its port.
func (s serviceHosts) base(service string) (base string, ok bool) {
	u, err := url.Parse(service)
	if err != nil || u.Opaque != "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Hostname() == "" {
		return "", false
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !isLoopback(u.Hostname()) || u.Port() == "") {
		return "", false
	}
	return strings.TrimRight(service, "/"), s[hostPort(u)]
}

// isLoopback reports whether the host is this machine.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
