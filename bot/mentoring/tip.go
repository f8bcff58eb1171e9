package mentoring

import "fmt"

// Tip is a hint for one side that fits once a pair has met so many times
// (seeds/003 and 004 name the matters; the wording is ours).
type Tip struct {
	ID    string `json:"id"`
	To    Part   `json:"to"`
	After int    `json:"after"` // from this many talks held on
	Title Words  `json:"title"`
	Text  Words  `json:"text"`
}

// TipFor is the side's latest tip that fits a pair that has met so many times;
// false where there is none.
func (p Programme) TipFor(to Part, met int) (tip Tip, ok bool) {
	for _, t := range p.Tips {
		if t.To == to && t.After <= met && (!ok || t.After > tip.After) {
			tip, ok = t, true
		}
	}
	return tip, ok
}

func (p Programme) validateTips(v *problems) {
	seen := map[string]bool{}
	type slot struct {
		to    Part
		after int
	}
	taken := map[slot]bool{}
	for i, t := range p.Tips {
		at := fmt.Sprintf("tips[%d]", i)
		v.unique(at, seen, t.ID)
		v.unless(t.To == Mentor || t.To == Mentee, at+".to", "is %q, which is neither mentor nor mentee", t.To)
		v.unless(t.After >= 0, at+".after", "is negative")
		v.unless(!taken[slot{t.To, t.After}], at+".after", "stands there twice for the %s", t.To)
		v.words(at+".title", t.Title)
		v.words(at+".text", t.Text)
		taken[slot{t.To, t.After}] = true
	}
}
