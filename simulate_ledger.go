package main

import (
	"hash/fnv"
	"strings"
	"time"
)

// ledger is what reached people, as far as the count needs it: of nudges
// everything, of the rest whether it came once and at a decent hour.
type ledger struct {
	almanac almanac
	keys    keyset // of every delivery that reached somebody
	nudges  []word // each once, in the order in which they came
	// closing is the nudges of the month's last step, by pair.
	closing map[string][]word
	survey  []word            // what was said about October's questionnaire
	letters map[string]int    // how many got a letter of HR's
	recalls map[string][]word // who was reminded of one
	endings []word            // who heard that the months are over

	duplicates, onHolidays, outsideHours int

	all     []arrival
	keepAll bool // for a look at every message
}

// word is what is kept of an arrival: a big town has hundreds of thousands.
type word struct {
	id    string // the delivery's key, which ends with the person
	micro int64  // when it came, in Unix microseconds
}

func (w word) at() time.Time { return time.UnixMicro(w.micro) }
func (w word) to() string    { return w.id[strings.LastIndexByte(w.id, '/')+1:] }

func newLedger(a almanac) *ledger {
	return &ledger{almanac: a, closing: map[string][]word{}, letters: map[string]int{}, recalls: map[string][]word{}}
}

// keyOf stands for a delivery's key. Two keys of a town that stand for the
// same are less likely than one in a million.
func keyOf(id string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(id))
	return h.Sum64()
}

func (l *ledger) add(a arrival) {
	if l.keepAll {
		l.all = append(l.all, a)
	}
	if unasked(a) && !l.almanac.works(midnight(a.at)) {
		l.onHolidays++
	} else if unasked(a) && !l.almanac.inHours(a.at) {
		l.outsideHours++
	}
	key := keyOf(a.id)
	switch _, before := l.keys.get(key); {
	case a.edit:
		l.keys.put(key, before)
		return
	case before:
		l.duplicates++
		return
	}
	l.keys.put(key, true)
	w := word{a.id, a.at.UnixMicro()}
	if _, _, about := surveyWord(a.id); about {
		l.survey = append(l.survey, w)
	}
	if strings.HasPrefix(a.id, "closing/") {
		l.endings = append(l.endings, w)
	}
	switch letter, again := letterOf(a.id); {
	case again:
		l.recalls[letter] = append(l.recalls[letter], w)
	case letter != "":
		l.letters[letter]++
	}
	name := stepOf(a.id)
	if name == "" {
		return
	}
	l.nudges = append(l.nudges, w)
	if parts := strings.Split(a.id, "/"); parts[0] == "nudge" && name == stepClosing {
		l.closing[parts[1]] = append(l.closing[parts[1]], w)
	}
}

// reached reports whether the delivery reached anybody.
func (l *ledger) reached(id string) bool {
	there, _ := l.keys.get(keyOf(id))
	return there
}

// once reports whether a new message with the key came.
func (l *ledger) once(id string) bool { return l.onceKey(keyOf(id)) }

func (l *ledger) onceKey(key uint64) bool {
	_, fresh := l.keys.get(key)
	return fresh
}
