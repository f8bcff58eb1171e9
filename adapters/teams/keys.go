package teams

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/MicahParks/jwkset"
	"github.com/rs/zerolog"
	"golang.org/x/sync/singleflight"
)

// How the issuer's keys are kept. A day is the platform's rule, and so is to
// look for an unknown key not more than about once an hour. But that alone
// would let whoever makes key ids up keep a real new key out for an hour: so
// the first looks of an hour are made at once, and then one in looksApart. An
// issuer publishes a key before it signs with it: looking every five minutes,
// for whatever reason, misses none. Only a token that is otherwise right makes
// us look.
const (
	keysGood    = 24 * time.Hour  // then they are fetched anew before anything is accepted
	keysAging   = 20 * time.Hour  // then they are fetched anew behind the answer
	keysLinger  = time.Hour       // what is no longer published: a token lives so long
	looksAtOnce = 4               // looks for an unknown key in an hour, at once
	looksApart  = 5 * time.Minute // after them
	fetchRest   = 5 * time.Second // after a fetch that failed
	fetchLimit  = 10 * time.Second
	maxKeySet   = 1 << 20
	leastKey    = 2048 // bits
)

// errKeys says that the issuer's keys could not be had.
var errKeys = errors.New("teams: the issuer's keys cannot be fetched")

// publicKey is a key of the issuer.
type publicKey struct {
	rsa          *rsa.PublicKey
	endorsements []string  // the channels that it may speak for; none: all
	until        time.Time // it is good
}

// keyring holds the issuer's keys. It is safe for concurrent use; one fetch is
// under way at a time.
type keyring struct {
	url    string
	client *http.Client
	now    func() time.Time
	log    zerolog.Logger
	fetch  singleflight.Group

	mu     sync.Mutex
	keys   map[string]publicKey
	at     time.Time   // of the last fetch that succeeded
	begun  time.Time   // of the last fetch
	failed time.Time   // of the last fetch, where it failed
	looks  []time.Time // for unknown keys, within the last hour
	under  bool        // a fetch is under way
	set    string      // where the metadata says that the keys are
	setAt  time.Time
}

func newKeyring(o Options) *keyring {
	return &keyring{url: o.OpenIDURL, client: o.Client, now: o.Now, log: o.Log, keys: map[string]publicKey{}}
}

// key is the key with the id, fetched where it must be. The error is errForged
// where there is none, errKeys where that cannot be known now.
func (k *keyring) key(ctx context.Context, kid string) (publicKey, error) {
	// A fetch that was under way already may have missed a newer key: look again.
	for range 3 {
		key, what := k.look(kid)
		switch what {
		case found:
			return key, nil
		case foundAging:
			k.fetch.DoChan("keys", k.refetch(""))
			return key, nil
		case unknown:
			return publicKey{}, errForged
		case resting:
			return publicKey{}, errKeys
		}
		look := ""
		if what == wanted {
			look = kid
		}
		select {
		case r := <-k.fetch.DoChan("keys", k.refetch(look)):
			if r.Err != nil {
				return publicKey{}, r.Err
			}
		case <-ctx.Done():
			return publicKey{}, errKeys
		}
	}
	return publicKey{}, errForged
}

// glance is what the ring says of a key.
type glance int

const (
	found      glance = iota
	foundAging        // and it is time to fetch
	expired           // nothing may be said before a fetch
	wanted            // unknown; a fetch may know it
	unknown           // and no fetch is due
	resting           // a fetch failed a moment ago
)

func (k *keyring) look(kid string) (publicKey, glance) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.now()
	rests := !k.failed.IsZero() && now.Sub(k.failed) < fetchRest
	if k.at.IsZero() || now.Sub(k.at) >= keysGood {
		if rests {
			return publicKey{}, resting
		}
		return publicKey{}, expired
	}
	key, ok := k.keys[kid]
	ok = ok && now.Before(key.until)
	switch {
	case ok && now.Sub(k.at) >= keysAging && now.Sub(k.begun) >= looksApart:
		return key, foundAging
	case ok:
		return key, found
	case rests:
		return publicKey{}, resting
	case k.under || k.mayLook(now): // who comes meanwhile shares what is found
		return publicKey{}, wanted
	default:
		return publicKey{}, unknown
	}
}

// mayLook reports whether an unknown key may be looked for.
func (k *keyring) mayLook(now time.Time) bool {
	for len(k.looks) > 0 && now.Sub(k.looks[0]) >= time.Hour {
		k.looks = k.looks[1:]
	}
	return len(k.looks) < looksAtOnce || now.Sub(k.begun) >= looksApart
}

// refetch fetches the keys, in nobody's name: who waits may go. A look for an
// unknown key is counted; where somebody else has found it meanwhile, or none
// is left, nothing is fetched.
func (k *keyring) refetch(look string) func() (any, error) {
	return func() (_ any, err error) {
		err = errPanic
		defer survived(k.log)
		if !k.begin(look) {
			return nil, nil
		}
		defer k.end()
		ctx, cancel := context.WithTimeout(context.Background(), fetchLimit)
		defer cancel()
		keys, err := k.load(ctx)
		k.mu.Lock()
		defer k.mu.Unlock()
		now := k.now()
		if err != nil {
			k.failed, k.set = now, "" // the keys may have moved
			return nil, errKeys
		}
		for kid, old := range k.keys {
			if _, ok := keys[kid]; ok || !now.Before(old.until) {
				continue
			}
			if end := now.Add(keysLinger); end.Before(old.until) {
				old.until = end
			}
			keys[kid] = old
		}
		k.keys, k.at, k.failed = keys, now, time.Time{}
		return nil, nil
	}
}

func (k *keyring) begin(look string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.now()
	if look != "" {
		if key, ok := k.keys[look]; ok && now.Before(key.until) || !k.mayLook(now) {
			return false
		}
		k.looks = append(k.looks, now)
		k.looks = k.looks[max(0, len(k.looks)-looksAtOnce):]
	}
	k.begun, k.under = now, true
	return true
}

func (k *keyring) end() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.under = false
}

// load reads the keys from the issuer.
func (k *keyring) load(ctx context.Context) (map[string]publicKey, error) {
	set, err := k.setURL(ctx)
	if err != nil {
		return nil, err
	}
	raw, err := k.get(ctx, set)
	if err != nil {
		return nil, err
	}
	return parseKeys(raw, k.now().Add(keysGood))
}

// setURL is where the keys are, as the issuer's metadata says.
func (k *keyring) setURL(ctx context.Context) (string, error) {
	k.mu.Lock()
	set, at := k.set, k.setAt
	k.mu.Unlock()
	if set != "" && k.now().Sub(at) < keysGood {
		return set, nil
	}
	raw, err := k.get(ctx, k.url)
	if err != nil {
		return "", err
	}
	var metadata struct {
		Keys string `json:"jwks_uri"`
	}
	if json.Unmarshal(raw, &metadata) != nil || !isSafeURL(metadata.Keys) {
		return "", errKeys
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.set, k.setAt = metadata.Keys, k.now()
	return metadata.Keys, nil
}

func (k *keyring) get(ctx context.Context, address string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, errKeys
	}
	resp, err := k.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%w: %s", errKeys, codeOf(err))
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, maxKeySet+1))
	if err != nil || resp.StatusCode != http.StatusOK || len(raw) > maxKeySet {
		return nil, fmt.Errorf("%w: http-%d", errKeys, resp.StatusCode)
	}
	return raw, nil
}

// isSafeURL reports whether what is read from the address can be believed:
// https, or http on this machine.
func isSafeURL(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Hostname() != "" && u.User == nil &&
		(u.Scheme == "https" || u.Scheme == "http" && isLoopback(u.Hostname()))
}

// parseKeys reads a key set: the RSA keys for signatures of a proper length,
// with the channels that each may speak for. What else is in it is passed
// over; a set without any such key is an error.
func parseKeys(raw []byte, until time.Time) (map[string]publicKey, error) {
	var set struct {
		Keys []struct {
			jwkset.JWKMarshal
			Endorsements []string `json:"endorsements"`
		} `json:"keys"`
	}
	if json.Unmarshal(raw, &set) != nil {
		return nil, errKeys
	}
	out := map[string]publicKey{}
	for _, m := range set.Keys {
		if m.KTY != jwkset.KtyRSA || m.KID == "" || m.USE != "" && m.USE != jwkset.UseSig {
			continue
		}
		jwk, err := jwkset.NewJWKFromMarshal(jwkset.JWKMarshal{KTY: m.KTY, KID: m.KID, N: m.N, E: m.E},
			jwkset.JWKMarshalOptions{}, jwkset.JWKValidateOptions{})
		if err != nil {
			continue
		}
		key, ok := jwk.Key().(*rsa.PublicKey)
		if !ok || key.N.BitLen() < leastKey || key.E < 3 {
			continue
		}
		out[m.KID] = publicKey{rsa: key, endorsements: m.Endorsements, until: until}
	}
	if len(out) == 0 {
		return nil, errKeys
	}
	return out, nil
}
