package mentoring_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tsukiichi/bot/mentoring"
)

func leaf(department, section string, people int, sums ...float64) mentoring.Leaf {
	return mentoring.Leaf{Department: department, Section: section, People: people, Sums: sums}
}

func row(department, section string, people int, means ...float64) mentoring.Published {
	return mentoring.Published{Department: department, Section: section, People: people, Means: means}
}

func withheld(department, section string) mentoring.Published {
	return mentoring.Published{Department: department, Section: section, Withheld: true}
}

func TestPublish(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		leaves []mentoring.Leaf
		want   []mentoring.Published
	}{
		{"nobody", nil, []mentoring.Published{withheld("", "")}},
		{"a city too small", []mentoring.Leaf{leaf("総務部", "人事課", 4, 8)},
			[]mentoring.Published{withheld("", ""), withheld("総務部", ""), withheld("総務部", "人事課")}},
		{"everything is big enough", []mentoring.Leaf{leaf("総務部", "人事課", 5, 10), leaf("総務部", "財政課", 5, 20)},
			[]mentoring.Published{row("", "", 10, 3), row("総務部", "", 10, 3), row("総務部", "人事課", 5, 2), row("総務部", "財政課", 5, 4)}},
		{"the one beside the only small one is withheld too", []mentoring.Leaf{leaf("総務部", "人事課", 1, 5), leaf("総務部", "契約課", 6, 12), leaf("総務部", "財政課", 9, 18)},
			[]mentoring.Published{row("", "", 16, 35.0/16), row("総務部", "", 16, 35.0/16), withheld("総務部", "人事課"), withheld("総務部", "契約課"), row("総務部", "財政課", 9, 2)}},
		{"small ones that hide each other", []mentoring.Leaf{leaf("総務部", "人事課", 2, 4), leaf("総務部", "契約課", 3, 6), leaf("総務部", "財政課", 5, 10)},
			[]mentoring.Published{row("", "", 10, 2), row("総務部", "", 10, 2), withheld("総務部", "人事課"), withheld("総務部", "契約課"), row("総務部", "財政課", 5, 2)}},
		{"below a department that is withheld nothing is shown", []mentoring.Leaf{leaf("総務部", "人事課", 5, 10), leaf("総務部", "財政課", 5, 10), leaf("福祉部", "子育て課", 1, 2), leaf("建設部", "道路課", 20, 40)},
			[]mentoring.Published{row("", "", 31, 2), row("建設部", "", 20, 2), row("建設部", "道路課", 20, 2), withheld("福祉部", ""), withheld("福祉部", "子育て課"),
				withheld("総務部", ""), withheld("総務部", "人事課"), withheld("総務部", "財政課")}},
		{"that nobody answered is not told either", []mentoring.Leaf{leaf("総務部", "人事課", 0, 0), leaf("総務部", "財政課", 7, 14)},
			[]mentoring.Published{row("", "", 7, 2), row("総務部", "", 7, 2), withheld("総務部", "人事課"), withheld("総務部", "財政課")}},
		{"without a section, counted above it", []mentoring.Leaf{leaf("総務部", "", 1, 2), leaf("総務部", "財政課", 7, 14)},
			[]mentoring.Published{row("", "", 8, 2), row("総務部", "", 8, 2), withheld("総務部", "財政課")}},
		{"leaves of one name are one", []mentoring.Leaf{leaf("総務部", "人事課", 2, 2), leaf("総務部", "人事課", 3, 3, 15)},
			[]mentoring.Published{row("", "", 5, 1, 3), row("総務部", "", 5, 1, 3), row("総務部", "人事課", 5, 1, 3)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, mentoring.Publish(tt.leaves, 5)); diff != "" {
				t.Errorf("published (-want +got):\n%s", diff)
			}
		})
	}
}

// office is a random city with how many of each section answered.
func office(t *rapid.T, threshold int) []mentoring.Leaf {
	var out []mentoring.Leaf
	for d := range rapid.IntRange(1, 4).Draw(t, "departments") {
		for s := range rapid.IntRange(1, 4).Draw(t, "sections") {
			out = append(out, leaf(fmt.Sprintf("部%d", d), rapid.SampledFrom([]string{fmt.Sprintf("課%d", s), fmt.Sprintf("課%d", s), ""}).Draw(t, "section"),
				rapid.SampledFrom([]int{0, 1, 2, threshold - 1, threshold, threshold + 1, 3 * threshold}).Draw(t, "people")))
		}
	}
	return out
}

// TestNothingCanBeTakenApart is an attacker who has one figure as it was published
// in each month of a year: of each month and item the sums (a mean times its
// people), and how many people there were. What they can work out is the span
// of these rows over the rationals. No group of fewer people than the threshold
// is in it, of whatever sections it is made. All figures of a year together, as
// pages and files show them, are attacked by TestAYearCannotBeTakenApart in bot.
func TestNothingCanBeTakenApart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		threshold := rapid.IntRange(3, 10).Draw(t, "threshold")
		year := newAttack(rapid.IntRange(1, 2).Draw(t, "items") + 1) // the people are one more
		for range rapid.IntRange(1, 12).Draw(t, "months") {
			leaves := office(t, threshold)
			year.read(leaves, mentoring.Publish(leaves, threshold))
		}
		if found := year.smallest(threshold); found != "" {
			t.Fatalf("can be worked out: %s", found)
		}
	})
}

// TestTheAttackFinds is the same attacker before whom only what is small was
// withheld.
func TestTheAttackFinds(t *testing.T) {
	t.Parallel()
	leaves := []mentoring.Leaf{leaf("総務部", "人事課", 1), leaf("総務部", "財政課", 9)}
	year := newAttack(2)
	year.read(leaves, []mentoring.Published{row("", "", 10), row("総務部", "", 10), withheld("総務部", "人事課"), row("総務部", "財政課", 9)})
	if found := year.smallest(5); found != "month 0, item 0: 総務部/人事課" {
		t.Errorf("found %q", found)
	}
}
