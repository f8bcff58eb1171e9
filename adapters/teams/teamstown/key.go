package teamstown

import (
	"crypto/rand"
	"crypto/rsa"
	"strconv"
	"sync"
)

// Keys take a while to make: each is made once a process, by its number.
var ring struct {
	mu   sync.Mutex
	keys []*rsa.PrivateKey
}

// keyBits is the size of the issuer's keys.
const keyBits = 2048

// Key is the process's key of the number, from 0.
func Key(n int) *rsa.PrivateKey {
	ring.mu.Lock()
	defer ring.mu.Unlock()
	for len(ring.keys) <= n {
		k, err := rsa.GenerateKey(rand.Reader, keyBits)
		if err != nil {
			panic("teamstown: key: " + err.Error())
		}
		ring.keys = append(ring.keys, k)
	}
	return ring.keys[n]
}

// KeyID is the kid of the key with the number.
func KeyID(n int) string { return "town-key-" + strconv.Itoa(n) }

// issuer is the keys that sign the platform's activities.
type issuer struct {
	signer    int
	published []int
	endorsed  map[int][]string
	minted    map[string]string
}

func (i *issuer) begin() {
	i.published, i.endorsed, i.minted = []int{0}, map[int][]string{}, map[string]string{}
}

// Rotate has a new key sign from now on. Those before it are still published.
func (t *Town) Rotate() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.keys.signer++
	t.keys.published = append(t.keys.published, t.keys.signer)
}

// Vanish takes all keys away but the one that signs.
func (t *Town) Vanish() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.keys.published = []int{t.keys.signer}
}

// Signer is the number of the key that signs.
func (t *Town) Signer() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.keys.signer
}

// Publish publishes a key that does not sign, endorsed for the channels: nil
// says nothing of it, an empty list is no channel.
func (t *Town) Publish(n int, endorsed []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.keys.published = append(t.keys.published, n)
	t.keys.endorsed[n] = endorsed
}
