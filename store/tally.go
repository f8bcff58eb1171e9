package store

// Tally counts the people of a broadcast's audience by what has become of
// their message. They add up to Of.
type Tally struct {
	Of        int `json:"of"`
	Sent      int `json:"sent,omitempty"`
	Failed    int `json:"failed,omitempty"`    // see [Delivery.Failed]
	Trying    int `json:"trying,omitempty"`    // did not arrive yet, tried again by itself
	Waiting   int `json:"waiting,omitempty"`   // their turn comes
	Cancelled int `json:"cancelled,omitempty"` // taken back before it went
}

// Over reports whether nothing more happens by itself.
func (t Tally) Over() bool { return t.Waiting+t.Trying == 0 }

// TallyOf counts a broadcast's people. Rows that are forgotten [DoneKeep] after
// they were done count as what HR was told last.
func TallyOf(tx Tx, b Broadcast) (Tally, error) {
	t, seen := Tally{Of: b.People}, 0
	for d, err := range Outbox.Each(tx, Span{Prefix: BroadcastPrefix(b.ID)}) {
		if err != nil {
			return t, err
		}
		seen++
		switch {
		case d.State == Sent:
			t.Sent++
		case d.Failed():
			t.Failed++
		case d.State == Dropped:
			t.Cancelled++
		case d.Attempts > 0:
			t.Trying++
		default:
			t.Waiting++
		}
	}
	switch rest := b.People - seen; {
	case rest <= 0:
	case b.Over(): // it was done; the rows are forgotten
		return b.Told, nil
	case b.State == BroadcastCancelled:
		t.Cancelled += rest
	default:
		t.Waiting += rest
	}
	return t, nil
}
