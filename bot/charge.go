package bot

import (
	"slices"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Who looks after a section: its head, the deputy where the head is away, has
// left or has a part, and HR where there is nobody. A part in a pair outranks
// each of them.

// charge is why the reader has a say in a matter.
type charge struct {
	head mentoring.Person // for whom the reader stands in; none for a head
	hr   bool             // nobody looks after the section but HR
}

// covers reports whether the reader, by their say, looks after the section.
func (c charge) covers(me mentoring.Person, section string) bool {
	switch {
	case c.hr:
		return true
	case c.head.ID != "":
		return c.head.Heads(section)
	default:
		return me.Heads(section)
	}
}

// sayOver is the reader's say in the matter; ok is false where they have none.
func (s *scene) sayOver(m store.Matter) (c charge, ok bool, err error) {
	if !s.me.Active || slices.Contains(m.Parts, s.me.ID) {
		return c, false, nil
	}
	if s.me.Heads(m.Section) {
		return c, true, nil
	}
	there, err := store.InCharge(s.tx, m)
	if err != nil {
		return c, false, err
	}
	for _, o := range there {
		if o.Person.ID == s.me.ID {
			return charge{head: o.For}, true, nil
		}
	}
	return charge{hr: true}, s.hr && len(there) == 0, nil
}

// sections lists the sections that the reader heads, and those of the heads
// whose deputy they are, each once. Whether they have a say in a matter there
// is for [scene.sayOver] to tell.
func (s *scene) sections() ([]string, error) {
	heads, err := store.DeputyFor(s.tx, s.me.ID)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, h := range append([]mentoring.Person{s.me}, heads...) {
		if !h.Has(mentoring.RoleHead) {
			continue
		}
		for _, sec := range append([]string{h.Section}, h.HeadsSections...) {
			if !slices.Contains(out, sec) {
				out = append(out, sec)
			}
		}
	}
	return out, nil
}

// sayOverPair is the reader's say over a pair, as whoever looks after the
// mentee's section. Whoever has a part in it has none.
func (s *scene) sayOverPair(pair mentoring.Pair, mentee mentoring.Person, on mentoring.Date) (charge, bool, error) {
	return s.sayOver(store.Matter{Section: mentee.Section, On: on, Parts: []string{pair.Mentee, pair.Mentor}})
}

// by is who nominated, with what they are.
func (s *scene) by(pair mentoring.Pair) (string, error) {
	who, err := s.person(pair.NominatedBy)
	if err != nil {
		return "", err
	}
	name := catalog.A("Name", who.Name)
	switch {
	case pair.NominatedAs == mentoring.RoleMentee:
		return who.Name, nil
	case pair.NominatedAs == mentoring.RoleHR:
		return s.w.T(catalog.ByHR, name), nil
	case pair.NominatedFor == "":
		return s.w.T(catalog.ByHead, name), nil
	}
	head, err := s.person(pair.NominatedFor)
	return s.w.T(catalog.ByDeputy, name, catalog.A("Head", head.Name)), err
}
