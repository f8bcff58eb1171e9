package bot_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/scheduler/delivery"
	"tsukiichi/store"
)

// officeRoster is a small office: a head, two pairs to be, and HR.
const officeRoster = `職員番号,氏名,部,課,チーム,職位,役割,代行者
1,課長 一,市民部,市民課,窓口,課長,所属長,
2,先輩 二,市民部,市民課,窓口,主査,,
3,新人 三,市民部,市民課,窓口,主事,メンティ,
4,先輩 四,市民部,市民課,窓口,主査,,
5,新人 五,市民部,市民課,窓口,主事,メンティ,
9,人事 九,総務部,人事課,育成,主査,人事,
`

// days is a programme being played by hand, with everything that reached
// somebody on its way: what a person would have seen arrive, and when.
type days struct {
	t     *testing.T
	w     *bottest.World
	lines []arrived
	kinds map[string]string // by delivery
}

type arrived struct {
	at      time.Time
	id, who string
	message chat.Message
}

// Send notes what arrives and puts it into the chat. A card that changes is
// not something that arrives.
func (d *days) Send(ctx context.Context, in chat.Dispatch) (chat.Sent, error) {
	if in.Replace == "" {
		d.lines = append(d.lines, arrived{d.w.Clock.Now(), in.ID, in.To.Account.ID, in.Message})
	}
	return d.w.Chats.Send(ctx, in)
}

var _ delivery.Sender = (*days)(nil)

func newDays(t *testing.T, at, roster string) *days {
	t.Helper()
	d := &days{t: t, kinds: map[string]string{}}
	o := bottest.Options{Senders: func(w *bottest.World) map[string]delivery.Sender {
		d.w = w
		return map[string]delivery.Sender{bottest.Platform: d}
	}}
	o.NewWorld(t, clockTime(t, at), "aomori", []byte(roster))
	return d
}

func clockTime(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, time.FixedZone("JST", 9*3600))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// until plays the time forward; what was sent is asked for its kind before the
// outbox forgets it.
func (d *days) until(s string) {
	d.t.Helper()
	to := clockTime(d.t, s)
	for at := d.w.Clock.Now(); at.Before(to); {
		if at = at.AddDate(0, 0, 30); at.After(to) {
			at = to
		}
		if err := d.w.Advance(at); err != nil {
			d.t.Fatal(err)
		}
		view(d.t, d.w, func(tx store.Tx) error {
			for row, err := range store.Outbox.Each(tx, store.Span{}) {
				if err != nil {
					return err
				}
				d.kinds[row.Key] = row.Kind
			}
			return nil
		})
	}
}

const (
	boss   = "1"
	senior = "2"
	newbie = "3"
	elder  = "4"
	junior = "5"
)

// pairUp nominates; the pair is the programme's first of the mentee.
func (d *days) pairUp(mentee, mentor string) string {
	d.t.Helper()
	submit(d.t, d.w, boss, "nominate", mentee, "mentor", mentor)
	submit(d.t, d.w, boss, "nominate.confirm", mentee+"|"+mentor, "spoken", "yes")
	return "aomori-2026:" + mentee + ":1"
}

// talked says that a pair has talked on the day.
func (d *days) talked(who, pair, day string) {
	d.t.Helper()
	submit(d.t, d.w, who, "met.already", pair, "date", day)
}

// list is everything that arrived, by day.
func (d *days) list() string {
	names := map[string]string{}
	view(d.t, d.w, func(tx store.Tx) error {
		people, err := store.People.All(tx, store.Span{})
		for _, p := range people {
			names[p.ID] = p.Name
		}
		return err
	})
	var sb strings.Builder
	day := ""
	for _, l := range d.lines {
		at := l.at.In(time.FixedZone("JST", 9*3600))
		if on := at.Format("2006-01-02 Mon"); on != day {
			day = on
			sb.WriteString("\n" + on + "\n")
		}
		words := strings.Split(l.message.Text(), "\n")
		fmt.Fprintf(&sb, "  %s  %s  %-16s %s\n", at.Format("15:04"), names[l.who], d.kinds[l.id], strings.Join(words[:min(2, len(words))], " — "))
	}
	return strings.TrimPrefix(sb.String(), "\n")
}

// months is the small programmes that were worked out by hand.
func months() map[string]struct {
	tells string
	play  func(t *testing.T) *days
} {
	return map[string]struct {
		tells string
		play  func(t *testing.T) *days
	}{
		"september": {
			`September 2026: the 20th is a Sunday, 21 to 23 are holidays. 新人 三 and 先輩 二
do nothing; 新人 五 and 先輩 四 talk on the 15th. Both pairs began in August.`,
			func(t *testing.T) *days {
				d := newDays(t, "2026-08-27 10:00", officeRoster)
				d.pairUp(newbie, senior)
				other := d.pairUp(junior, elder)
				d.until("2026-09-15 15:00")
				d.talked(junior, other, "2026-09-15")
				d.until("2026-10-05 17:00")
				return d
			},
		},
		"april-trained-late": {
			`April 2026: the mentor is trained on Thursday the 16th and nominated that
afternoon. Before that only the head hears.`,
			func(t *testing.T) *days {
				d := newDays(t, "2026-04-01 08:00", strings.Join(strings.Split(officeRoster, "\n")[:4], "\n")+"\n9,人事 九,総務部,人事課,育成,主査,人事,\n")
				d.until("2026-04-16 15:30")
				d.pairUp(newbie, senior)
				d.until("2026-05-08 17:00")
				return d
			},
		},
		"july-deferred": {
			`The head puts July off for 新人 三 on 29 June; 新人 五's July is as usual, and
nobody talks. In August 新人 三 and 先輩 二 talk on the 4th: they lag behind.`,
			func(t *testing.T) *days {
				d := newDays(t, "2026-04-01 10:00", officeRoster)
				pair := d.pairUp(newbie, senior)
				other := d.pairUp(junior, elder)
				for _, month := range []string{"04", "05", "06"} {
					d.until("2026-" + month + "-03 10:00")
					d.talked(newbie, pair, "2026-"+month+"-02")
					d.talked(junior, other, "2026-"+month+"-02")
				}
				d.until("2026-06-29 10:00")
				d.lines = nil
				submit(d.t, d.w, boss, "defer.confirm", pair+"|2026-07", "reason", "繁忙期")
				d.until("2026-08-04 16:00")
				d.talked(newbie, pair, "2026-08-04")
				d.until("2026-08-14 17:00")
				return d
			},
		},
		"joiner-june": {
			`新人 五 is hired on 1 June; the roster comes that morning, the head nominates on
the 3rd. They talk on 3 July. 新人 三's pair, since April, talks every month.`,
			func(t *testing.T) *days {
				d := newDays(t, "2026-04-01 10:00", strings.ReplaceAll(officeRoster, "5,新人 五,市民部,市民課,窓口,主事,メンティ,\n", ""))
				pair := d.pairUp(newbie, senior)
				for _, month := range []string{"04", "05"} {
					d.until("2026-" + month + "-02 10:00")
					d.talked(newbie, pair, "2026-"+month+"-02")
				}
				d.until("2026-06-01 08:40")
				d.lines = nil
				if _, err := d.w.Bot.ImportRoster(t.Context(), "operator", []byte(officeRoster), []string{bottest.Platform}); err != nil {
					t.Fatal(err)
				}
				d.until("2026-06-02 10:00")
				d.talked(newbie, pair, "2026-06-02")
				d.until("2026-06-03 11:00")
				late := d.pairUp(junior, elder)
				d.until("2026-07-03 15:00")
				d.talked(junior, late, "2026-07-03")
				d.until("2026-07-13 17:00")
				return d
			},
		},
		"leave-august": {
			`新人 三 is on leave from 27 July to 31 August and back on 1 September. Nobody talks.
新人 五's pair is as usual.`,
			func(t *testing.T) *days {
				roster := strings.ReplaceAll(officeRoster, "代行者", "休職")
				roster = strings.ReplaceAll(roster, "3,新人 三,市民部,市民課,窓口,主事,メンティ,", "3,新人 三,市民部,市民課,窓口,主事,メンティ,2026-07-27/2026-08-31")
				d := newDays(t, "2026-07-16 10:00", roster)
				d.pairUp(newbie, senior)
				d.pairUp(junior, elder)
				d.until("2026-09-11 17:00")
				return d
			},
		},
		"october": {
			`The months end. 新人 三 and 先輩 二 have talked every month since July and go on:
the mentee proposes, the mentor agrees, they plan for October. 新人 五's pair never
talked and leaves it.`,
			func(t *testing.T) *days {
				d := newDays(t, "2026-07-01 10:00", officeRoster)
				pair := d.pairUp(newbie, senior)
				d.pairUp(junior, elder)
				for _, month := range []string{"07", "08", "09"} {
					d.until("2026-" + month + "-03 10:00")
					d.talked(newbie, pair, "2026-"+month+"-02")
				}
				d.until("2026-09-30 17:00")
				d.lines = nil
				d.until("2026-10-05 10:00")
				press(t, d.w, newbie, "go-on.say", pair)
				d.until("2026-10-06 14:00")
				press(t, d.w, senior, "go-on.say", pair)
				press(t, d.w, senior, "plan.quick", pair+"|"+fmt.Sprint(clockTime(t, "2026-10-20 15:30").Unix()))
				press(t, d.w, newbie, "slot.take", button(t, d.w, newbie, "slot.take"))
				d.until("2026-10-20 17:00")
				press(t, d.w, newbie, "checkin.met", button(t, d.w, newbie, "checkin.met"))
				d.until("2027-04-02 17:00")
				return d
			},
		},
	}
}

// TestMonths plays them and holds what arrived against the list that somebody
// has read: every message, whose, when. -update writes it; read it then.
func TestMonths(t *testing.T) {
	t.Parallel()
	for name, m := range months() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := m.tells + "\n\n" + m.play(t).list()
			file := filepath.Join("testdata", "months", name+".golden")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got == string(want) {
				return
			}
			lines := strings.Split(string(want), "\n")
			for _, line := range strings.Split(got, "\n") {
				if !slices.Contains(lines, line) {
					t.Errorf("not on the list: %s", line)
				}
			}
			t.Errorf("the list has changed; run go test ./bot -run TestMonths -update and read it")
		})
	}
}
