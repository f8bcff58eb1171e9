package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"time"
)

// outgoingLimit is how long one request to a platform may take.
const outgoingLimit = 30 * time.Second

// client carries what the adapters send: through the proxy of the settings,
// or the one that the environment names, trusting the certificates of ca-file
// besides the system's.
func (s settings) client() (*http.Client, error) {
	base, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return nil, errors.New("no transport")
	}
	t := base.Clone()
	if s.HTTPSProxy != "" {
		proxy, err := url.Parse(s.HTTPSProxy)
		if err != nil || proxy.Host == "" {
			return nil, errProxy
		}
		t.Proxy = http.ProxyURL(proxy)
	}
	if s.CAFile != "" {
		pool, err := x509.SystemCertPool()
		if err != nil {
			pool = x509.NewCertPool()
		}
		raw, err := os.ReadFile(s.CAFile)
		if err != nil {
			return nil, fmt.Errorf("ca-file: %w", err)
		}
		if !pool.AppendCertsFromPEM(raw) {
			return nil, errors.New("ca-file: holds no certificate")
		}
		t.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	}
	return &http.Client{Transport: t, Timeout: outgoingLimit}, nil
}

// errProxy does not quote the proxy, whose address may hold a password.
var errProxy = errors.New("https-proxy: not an address like http://proxy.example.lg.jp:8080")
