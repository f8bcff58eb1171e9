package mentoring_test

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"tsukiichi/bot/mentoring"
)

// attack is somebody who takes figures apart by linear algebra. The unknowns
// are the sums of each leaf, for each month and item.
type attack struct {
	items  int
	months [][]mentoring.Leaf
	rows   []equation // reduced: no two lead with the same unknown
}

// unknown is one leaf's sum of an item in a month.
type unknown struct{ month, item, leaf int }

func (u unknown) order() int { return u.month<<20 | u.item<<10 | u.leaf }

// equation is the left side of one; the right side, a number, is known.
type equation map[unknown]*big.Rat

func newAttack(items int) *attack { return &attack{items: items} }

// read takes in what was published of the leaves in one more month.
func (a *attack) read(leaves []mentoring.Leaf, rows []mentoring.Published) {
	month := len(a.months)
	a.months = append(a.months, leaves)
	for item := range a.items {
		for _, r := range rows {
			if r.Withheld {
				continue
			}
			eq := equation{}
			for i, l := range leaves {
				if (r.Department == "" || r.Department == l.Department) && (r.Section == "" || r.Section == l.Section) {
					eq[unknown{month, item, i}] = big.NewRat(1, 1)
				}
			}
			if eq = a.reduce(eq); len(eq) > 0 {
				a.rows = append(a.rows, eq)
			}
		}
	}
}

// reduce is what is left of the equation by what is known; nothing where it
// follows from that.
func (a *attack) reduce(eq equation) equation {
	eq = maps.Clone(eq)
	for _, r := range a.rows {
		lead := r.lead()
		factor, has := eq[lead]
		if !has {
			continue
		}
		factor = new(big.Rat).Quo(factor, r[lead])
		for u, c := range r {
			left := new(big.Rat).Neg(new(big.Rat).Mul(factor, c))
			if held, ok := eq[u]; ok {
				left.Add(left, held)
			}
			if eq[u] = left; left.Sign() == 0 {
				delete(eq, u)
			}
		}
	}
	return eq
}

func (e equation) lead() unknown {
	return slices.MinFunc(slices.Collect(maps.Keys(e)), func(a, b unknown) int { return a.order() - b.order() })
}

// together is the most leaves of a group that is looked for.
const together = 4

// smallest names a group of fewer people than the threshold whose sum can be
// worked out, or "".
func (a *attack) smallest(threshold int) string {
	for month, leaves := range a.months {
		for item := range a.items {
			if found := a.group(month, item, 0, threshold, leaves, nil); found != "" {
				return found
			}
		}
	}
	return ""
}

// group tries the groups that go on from the leaves chosen.
func (a *attack) group(month, item, from, room int, leaves []mentoring.Leaf, chosen []int) string {
	if len(chosen) > 0 && a.knows(month, item, chosen) {
		var names []string
		for _, i := range chosen {
			names = append(names, leaves[i].Department+"/"+leaves[i].Section)
		}
		return fmt.Sprintf("month %d, item %d: %s", month, item, strings.Join(names, " + "))
	}
	for i := from; i < len(leaves) && len(chosen) < together; i++ {
		if leaves[i].People >= room {
			continue
		}
		if found := a.group(month, item, i+1, room-leaves[i].People, leaves, append(slices.Clone(chosen), i)); found != "" {
			return found
		}
	}
	return ""
}

func (a *attack) knows(month, item int, chosen []int) bool {
	eq := equation{}
	for _, i := range chosen {
		eq[unknown{month, item, i}] = big.NewRat(1, 1)
	}
	return len(a.reduce(eq)) == 0
}
