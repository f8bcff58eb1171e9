package bot_test

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
)

// cell is what one person gave to one item: what nobody is to work out.
type cell struct{ item, person string }

// equation is the left side of one; the right side, a number, is known.
type equation map[cell]*big.Rat

func (e equation) plus(o equation, times *big.Rat) {
	for c, n := range o {
		sum := new(big.Rat).Mul(n, times)
		if held, ok := e[c]; ok {
			sum.Add(sum, held)
		}
		if e[c] = sum; sum.Sign() == 0 {
			delete(e, c)
		}
	}
}

func (e equation) lead() cell {
	return slices.MinFunc(slices.Collect(maps.Keys(e)), func(a, b cell) int {
		return strings.Compare(a.item+" "+a.person, b.item+" "+b.person)
	})
}

// attack is somebody who takes figures apart by linear algebra: what they can
// work out is the span of the equations over the rationals.
type attack struct {
	learnt map[string]equation // by what it says
	told   map[cell]bool       // read by name
	rows   []reduced
	marks  map[string]string // what the equations say of a person
}

// reduced is an equation without what follows from those before it: no two lead
// with the same cell.
type reduced struct {
	equation
	lead cell
}

// learn takes an equation in, once.
func (a *attack) learn(says string, eq equation) {
	if a.learnt == nil {
		a.learnt = map[string]equation{}
	}
	a.learnt[says] = eq
}

// with is the same attack by somebody who has read these by name.
func (a *attack) with(told map[cell]bool) *attack { return &attack{learnt: a.learnt, told: told} }

// solve brings the equations into a form in which it can be seen what follows.
func (a *attack) solve() {
	a.rows, a.marks = nil, map[string]string{}
	for _, says := range slices.Sorted(maps.Keys(a.learnt)) {
		for who, mark := range a.mark(a.learnt[says]) {
			a.marks[who] += says + mark
		}
		if eq := a.left(a.learnt[says]); len(eq) > 0 {
			a.rows = append(a.rows, reduced{eq, eq.lead()})
		}
	}
}

// mark is how the equation speaks of each person.
func (a *attack) mark(eq equation) map[string]string {
	of := map[string][]string{}
	for c, n := range eq {
		if !a.told[c] {
			of[c.person] = append(of[c.person], c.item+n.String())
		}
	}
	out := map[string]string{}
	for who, all := range of {
		slices.Sort(all)
		out[who] = fmt.Sprint(all)
	}
	return out
}

// left is what of the equation does not follow from what is known.
func (a *attack) left(eq equation) equation {
	eq = a.unread(eq)
	for _, r := range a.rows {
		if n, has := eq[r.lead]; has {
			eq.plus(r.equation, new(big.Rat).Neg(new(big.Rat).Quo(n, r.equation[r.lead])))
		}
	}
	return eq
}

// alike is people of whom every equation speaks in the same way: nothing is
// known of some of them without the others.
type alike struct {
	people []string
	left   equation // what of their sum does not follow from what is known
}

// smallest names a group of fewer people than the threshold whose sum can be
// worked out, or "". share is what each person adds to the sum; whose share was
// read by name is no secret.
func (a *attack) smallest(share map[string]equation, threshold int) string {
	var kinds []*alike
	by := map[string]*alike{}
	for _, who := range slices.Sorted(maps.Keys(share)) {
		if len(a.unread(share[who])) == 0 {
			continue
		}
		like := a.mark(share[who])[who] + a.marks[who]
		if by[like] == nil {
			by[like] = &alike{left: equation{}}
			kinds = append(kinds, by[like])
		}
		by[like].people = append(by[like].people, who)
		by[like].left.plus(share[who], big.NewRat(1, 1))
	}
	kinds = slices.DeleteFunc(kinds, func(c *alike) bool { return len(c.people) >= threshold })
	for _, c := range kinds {
		c.left = a.left(c.left)
	}
	return group(kinds, threshold, nil, equation{})
}

// unread is the equation without what was read by name.
func (a *attack) unread(eq equation) equation {
	out := maps.Clone(eq)
	maps.DeleteFunc(out, func(c cell, _ *big.Rat) bool { return a.told[c] })
	return out
}

// group tries the groups that go on from the people chosen.
func group(kinds []*alike, room int, chosen []string, left equation) string {
	if len(chosen) > 0 && len(left) == 0 {
		return strings.Join(chosen, " + ")
	}
	for i, c := range kinds {
		if len(c.people) >= room {
			continue
		}
		more := maps.Clone(left)
		more.plus(c.left, big.NewRat(1, 1))
		if found := group(kinds[i+1:], room-len(c.people), append(slices.Clone(chosen), c.people...), more); found != "" {
			return found
		}
	}
	return ""
}
