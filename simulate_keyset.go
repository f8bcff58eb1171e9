package main

// keyset is the keys of what reached somebody, and of each whether it came as
// a new message, in eight bytes for a key, where a map takes three times as
// many. Of a key all but the two lowest bits count: the lowest says that the
// slot is taken, the next whether the message was new.
type keyset struct {
	shards [256]shard // by the key's first byte, so that none grows by much at once
}

const (
	keyTaken = 1 << iota
	keyFresh
	keyBits = keyTaken | keyFresh
)

func (k *keyset) get(key uint64) (there, fresh bool) {
	s := &k.shards[key>>56]
	if len(s.slots) == 0 {
		return false, false
	}
	held := s.slots[s.place(key)]
	return held != 0, held&keyFresh != 0
}

func (k *keyset) put(key uint64, fresh bool) {
	s := &k.shards[key>>56]
	if 4*(s.used+1) > 3*len(s.slots) {
		s.grow()
	}
	i := s.place(key)
	if s.slots[i] == 0 {
		s.used++
	}
	s.slots[i] = key&^keyBits | keyTaken
	if fresh {
		s.slots[i] |= keyFresh
	}
}

// shard is an open table, a quarter of which stays free.
type shard struct {
	slots []uint64 // a power of two of them
	used  int
}

// place is where the key is, or would be.
func (s *shard) place(key uint64) int {
	mask := len(s.slots) - 1
	i := int(key>>2) & mask
	for s.slots[i] != 0 && s.slots[i]&^keyBits != key&^keyBits {
		i = (i + 1) & mask
	}
	return i
}

func (s *shard) grow() {
	old := s.slots
	s.slots = make([]uint64, max(8, 2*len(old)))
	for _, held := range old {
		if held != 0 {
			s.slots[s.place(held)] = held
		}
	}
}
