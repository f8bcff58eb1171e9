package mentoring

import (
	"cmp"
	"slices"
)

// Small groups: a figure over few people tells on them, and so does what is
// left when everything else that was published is taken away from a sum. So a
// figure is published for one fixed hierarchy alone, the city, its departments
// and their sections, and both are withheld.

// Leaf is what one section adds to a figure. A section that has nobody in it
// yet belongs in it too: whether its row is there must not depend on what
// anybody answered. Leaves of the same name are added up. What has no section
// counts for its department, and what has no department for the city.
type Leaf struct {
	Department, Section string
	People              int       // who answered; a person counts once
	Sums                []float64 // of their answers, an item each
}

// Published is one row of a figure: the city with neither name, a department
// without a section, or a section. Of a row that is withheld nothing else is
// known, not even how many people are in it.
type Published struct {
	Department string    `json:"department,omitempty"`
	Section    string    `json:"section,omitempty"`
	People     int       `json:"people,omitempty"`
	Means      []float64 `json:"means,omitempty"`
	Withheld   bool      `json:"withheld,omitempty"`
}

// Publish is what may be said of the leaves: a row each for the city, its
// departments and their sections by name, a department before its sections. A
// row of fewer people than the threshold is withheld. Where the rows withheld
// below one that is published hold fewer together, the smallest others beside
// them are withheld too; below a row that is withheld all are. So whatever
// somebody adds up and takes away is about nobody or about as many people as
// the threshold says.
//
// Of the same people each figure may be published once: see store.Frozen.
func Publish(leaves []Leaf, threshold int) []Published {
	city := &group{}
	for _, l := range leaves {
		city.add(l)
		dep := city.child(l.Department)
		dep.row.Department = l.Department
		dep.add(l)
		sec := dep.child(l.Section)
		sec.row = Published{Department: l.Department, Section: l.Section}
		sec.add(l)
	}
	city.shown = city.people >= max(threshold, 1)
	city.choose(threshold)
	return city.rows(nil)
}

// group is one row with the rows below it. One without a name has no row: it is
// counted above it alone.
type group struct {
	row    Published
	name   string
	people int
	sums   []float64
	shown  bool
	below  []*group
}

func (g *group) add(l Leaf) {
	g.people += l.People
	for len(g.sums) < len(l.Sums) {
		g.sums = append(g.sums, 0)
	}
	for i, s := range l.Sums {
		g.sums[i] += s
	}
}

func (g *group) child(name string) *group {
	for _, c := range g.below {
		if c.name == name {
			return c
		}
	}
	c := &group{name: name}
	g.below = append(g.below, c)
	return c
}

// choose says which rows below the group are shown: not the small ones, and of
// the others, smallest first, as many less as it takes to hide those.
func (g *group) choose(threshold int) {
	slices.SortFunc(g.below, func(a, b *group) int {
		return cmp.Or(cmp.Compare(a.people, b.people), cmp.Compare(a.name, b.name))
	})
	hidden, hides := 0, false
	for _, c := range g.below {
		if c.name == "" {
			hidden, hides = hidden+c.people, true
		}
	}
	for _, c := range g.below {
		if c.name == "" {
			continue
		}
		safe := !hides || hidden >= threshold
		if c.shown = g.shown && safe && c.people >= max(threshold, 1); !c.shown {
			hidden, hides = hidden+c.people, true
		}
	}
	for _, c := range g.below {
		c.choose(threshold)
	}
}

func (g *group) rows(out []Published) []Published {
	row := g.row
	row.Withheld = !g.shown
	if g.shown {
		row.People = g.people
		for _, s := range g.sums {
			row.Means = append(row.Means, s/float64(g.people))
		}
	}
	out = append(out, row)
	slices.SortFunc(g.below, func(a, b *group) int { return cmp.Compare(a.name, b.name) })
	for _, c := range g.below {
		if c.name != "" {
			out = c.rows(out)
		}
	}
	return out
}
