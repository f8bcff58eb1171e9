package bot_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"tsukiichi/bot"
	"tsukiichi/bot/bottest"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/roster"
	"tsukiichi/store"
)

// The people of these tests: HR and a mentee of the sample roster, and one
// without a chat.
const (
	hrPerson = "10102"
	mentee1  = "20104"
	quiet    = "20299"
)

// door is a world with somebody at its door.
type door struct {
	*bottest.World
	t *testing.T
}

func newDoor(t *testing.T) *door {
	t.Helper()
	file := strings.TrimRight(string(roster.Sample()), "\n")
	at := time.Date(2026, 4, 1, 9, 0, 0, 0, time.FixedZone("JST", 9*3600))
	w := bottest.NewWorld(t, at, "aomori", []byte(file))
	extra := "職員番号,氏名,メール,部,課,職位,役割,test_id\n" + quiet + ",無口 三,quiet@example.lg.jp,市民部,環境課,主事,メンティ,-\n"
	if pv, err := w.Bot.ImportRoster(t.Context(), "operator", []byte(extra), []string{bottest.Platform}); err != nil {
		t.Fatal(err, pv.Problems)
	}
	return &door{World: w, t: t}
}

func (d *door) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

var eightDigits = regexp.MustCompile(`\d{4} \d{4}`)

// code asks for a code as the person and returns the one that arrives, "" for
// none.
func (d *door) code(who, account string) string {
	d.t.Helper()
	before := len(d.Chats.Of(d.Account(account)))
	d.must(d.Bot.AskCode(d.t.Context(), who))
	d.must(d.Settle())
	for _, l := range d.Chats.Of(d.Account(account))[before:] {
		if c := eightDigits.FindString(l.Message.Text()); c != "" {
			return c
		}
	}
	return ""
}

func (d *door) enters(who, code string) (bot.Guest, bool) {
	d.t.Helper()
	g, ok, err := d.Bot.EnterCode(d.t.Context(), who, code)
	d.must(err)
	return g, ok
}

func (d *door) advance(by time.Duration) {
	d.t.Helper()
	d.must(d.Advance(d.Clock.Now().Add(by)))
}

// other is a code of the same length that is not this one.
func other(code string) string {
	if strings.HasPrefix(code, "0") {
		return "1" + code[1:]
	}
	return "0" + code[1:]
}

func TestCodeLetsIn(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	code := d.code(hrPerson, hrPerson)
	if code == "" {
		t.Fatal("no code arrives")
	}
	raw, err := os.ReadFile(filepath.Join(d.Dir, "town.db"))
	d.must(err)
	if bytes.Contains(raw, []byte(code)) || bytes.Contains(raw, []byte(strings.ReplaceAll(code, " ", ""))) {
		t.Error("the store holds the code itself")
	}
	if strings.Contains(d.Log.String(), code) {
		t.Error("the log holds the code")
	}
	if _, ok := d.enters(mentee1, code); ok {
		t.Error("it lets somebody else in")
	}
	g, ok := d.enters(" １０１０２ ", "  "+strings.ReplaceAll(code, " ", "-")+" ")
	if !ok || g.Person.ID != hrPerson || !g.HR {
		t.Fatalf("it does not let its owner in: %v %v", g, ok)
	}
	if _, ok := d.enters(hrPerson, code); ok {
		t.Error("it works twice")
	}
	if _, ok, err := d.Bot.Stays(t.Context(), hrPerson, g.Since); err != nil || !ok {
		t.Errorf("the session does not go on: %v", err)
	}
}

// TestCodeIsNotGuessed counts what a guesser gets: five tries for one in a
// hundred million, and five codes an hour.
func TestCodeIsNotGuessed(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	code := d.code(hrPerson, hrPerson)
	for range 5 {
		if _, ok := d.enters(hrPerson, other(code)); ok {
			t.Fatal("a wrong code lets in")
		}
	}
	if _, ok := d.enters(hrPerson, code); ok {
		t.Error("after five wrong tries the right one still works")
	}
	sent := 1
	for range 10 {
		if d.code(hrPerson, hrPerson) != "" {
			sent++
		}
	}
	if sent != 5 {
		t.Errorf("%d codes are sent within an hour, want 5", sent)
	}
	d.advance(time.Hour)
	if d.code(hrPerson, hrPerson) == "" {
		t.Error("after an hour none is sent")
	}
	const tries, codes = 5, 100_000_000
	if tries*1_000_000 > codes {
		t.Error("the chance is more than one in a million")
	}
}

func TestCodeEnds(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	first := d.code(hrPerson, hrPerson)
	d.advance(10 * time.Minute)
	if _, ok := d.enters(hrPerson, first); ok {
		t.Error("it works after ten minutes")
	}
	second := d.code(hrPerson, hrPerson)
	third := d.code(hrPerson, hrPerson)
	if _, ok := d.enters(hrPerson, second); ok && second != third {
		t.Error("the one before the last works")
	}
	if _, ok := d.enters(hrPerson, third); !ok {
		t.Error("the last one does not work")
	}
}

// TestCodeForNobody asks for those who get none: it is never an error, and
// nothing waits for them.
func TestCodeForNobody(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	for _, who := range []string{"99999", "", " ", "nobody@example.lg.jp", "@", quiet, "quiet@example.lg.jp", strings.Repeat("9", 300), "a\x00b"} {
		if c := d.code(who, quiet); c != "" {
			t.Errorf("%q gets a code", who)
		}
		if _, ok := d.enters(who, "00000000"); ok {
			t.Errorf("%q comes in", who)
		}
	}
	for _, code := range []string{"", "0", strings.Repeat("0", 500)} {
		if _, ok := d.enters(hrPerson, code); ok {
			t.Errorf("%q lets in", code)
		}
	}
}

// TestNobodyTakesAsLong: an answer about nobody waits for the disk as one about
// somebody does, so that a watch tells no numbers.
func TestNobodyTakesAsLong(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	kept := func() string {
		raw, err := os.ReadFile(filepath.Join(d.Dir, "town.db"))
		d.must(err)
		return string(raw)
	}
	for name, try := range map[string]func(){
		"a code for a number that nobody has":   func() { d.must(d.Bot.AskCode(t.Context(), "99999")) },
		"a code for an e-mail that nobody has":  func() { d.must(d.Bot.AskCode(t.Context(), "nobody@example.lg.jp")) },
		"a code for whom nobody can write to":   func() { d.must(d.Bot.AskCode(t.Context(), quiet)) },
		"a wrong code of nobody":                func() { d.enters("99999", "00000000") },
		"a wrong code of somebody without one":  func() { d.enters(mentee1, "00000000") },
		"a wrong code of somebody who got none": func() { d.enters(quiet, "00000000") },
	} {
		before := kept()
		if try(); kept() == before {
			t.Errorf("%s costs nothing", name)
		}
	}
}

// TestOthersDoNotLockOut: whoever asks for codes on the page in somebody's name
// does not keep them from getting one in their own chat.
func TestOthersDoNotLockOut(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	for range 6 {
		d.code(hrPerson, hrPerson)
	}
	if d.code(hrPerson, hrPerson) != "" {
		t.Fatal("the page sends codes without end")
	}
	before := len(d.Chats.Of(d.Account(hrPerson)))
	press(t, d.World, hrPerson, "web.open", "")
	d.must(d.Settle())
	sent := d.Chats.Of(d.Account(hrPerson))[before:]
	if len(sent) != 1 {
		t.Fatalf("%d messages after the press, want a code", len(sent))
	}
	if g, ok := d.enters(hrPerson, eightDigits.FindString(sent[0].Message.Text())); !ok || !g.HR {
		t.Error("it does not let its owner in")
	}
}

// TestEmailIsNoKeyToHR signs in through an account that only an e-mail links:
// the web shows no more than the chat would.
func TestEmailIsNoKeyToHR(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	account := d.Account(hrPerson)
	d.must(d.Store.Update(t.Context(), func(tx store.Tx) error {
		c, err := store.Contacts.Must(tx, account.String())
		c.ProvenBy = store.ByEmail
		return errors.Join(err, store.Contacts.Put(tx, c))
	}))
	weak, ok := d.enters(hrPerson, d.code(hrPerson, hrPerson))
	if !ok || weak.HR {
		t.Fatalf("let in %v as HR %v, want in and not as HR", ok, weak.HR)
	}
	if _, err := d.Bot.PrintSlips(t.Context(), hrPerson, []string{quiet}, d.Clock.Now().Add(time.Hour)); !errors.Is(err, bot.ErrNotHR) {
		t.Errorf("it prints codes: %v", err)
	}
	if _, err := d.Bot.ClerkPreview(t.Context(), hrPerson, roster.Sample(), nil); !errors.Is(err, bot.ErrNotHR) {
		t.Errorf("it previews rosters: %v", err)
	}
	d.advance(time.Minute)
	strong, ok, err := d.Bot.Vouched(t.Context(), hrPerson)
	if err != nil || !ok || !strong.HR {
		t.Fatalf("the single sign-on: %v %v", ok, err)
	}
	if _, ok, _ := d.Bot.Stays(t.Context(), hrPerson, weak.Since); ok {
		t.Error("the weak session goes on, and would now be HR's")
	}
}

func TestSessionEndsAtOnce(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	g, ok := d.enters(mentee1, d.code(mentee1, mentee1))
	if !ok {
		t.Fatal("not let in")
	}
	d.advance(time.Minute)
	d.must(d.Bot.LeaveAll(t.Context(), mentee1))
	if _, ok, _ := d.Bot.Stays(t.Context(), mentee1, g.Since); ok {
		t.Error("after signing out everywhere it goes on")
	}
	g, ok = d.enters(mentee1, d.code(mentee1, mentee1))
	if _, stays, _ := d.Bot.Stays(t.Context(), mentee1, g.Since); !ok || !stays {
		t.Error("a new session does not go on")
	}
	d.must(d.Store.Update(t.Context(), func(tx store.Tx) error {
		p, err := store.People.Must(tx, mentee1)
		p.Active = false
		return errors.Join(err, store.People.Put(tx, p))
	}))
	if _, ok, _ := d.Bot.Stays(t.Context(), mentee1, g.Since); ok {
		t.Error("somebody who has left stays")
	}
	if d.code(mentee1, mentee1) != "" {
		t.Error("somebody who has left gets a code")
	}
}

// hrIsIn has HR sign in.
func (d *door) hrIsIn() {
	d.t.Helper()
	if _, ok := d.enters(hrPerson, d.code(hrPerson, hrPerson)); !ok {
		d.t.Fatal("HR is not let in")
	}
}

func TestSlip(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	until := d.Clock.Now().Add(28 * 24 * time.Hour)
	if _, err := d.Bot.PrintSlips(t.Context(), hrPerson, []string{quiet}, until); !errors.Is(err, bot.ErrNotHR) {
		t.Errorf("somebody who is not on the web prints: %v", err)
	}
	d.hrIsIn()
	list, more, err := d.Bot.Unreached(t.Context(), hrPerson, "")
	if err != nil || more || len(list) != 1 || list[0].Person.ID != quiet {
		t.Fatalf("listed %v %v %v, want the one without a chat", list, more, err)
	}
	for _, who := range [][]string{{mentee1}, {"99999"}, {}, {quiet, mentee1}} {
		if made, err := d.Bot.PrintSlips(t.Context(), hrPerson, who, until); err == nil || made != nil {
			t.Errorf("a slip for %v: %v", who, err)
		}
	}
	old, err := d.Bot.PrintSlips(t.Context(), hrPerson, []string{quiet}, until)
	d.must(err)
	made, err := d.Bot.PrintSlips(t.Context(), hrPerson, []string{quiet}, until)
	d.must(err)
	if _, ok := d.enters(quiet, old[0].Code); ok {
		t.Error("the old slip works")
	}
	raw, err := os.ReadFile(filepath.Join(d.Dir, "town.db"))
	d.must(err)
	if bytes.Contains(raw, []byte(strings.ReplaceAll(made[0].Code, "-", ""))) || bytes.Contains(raw, []byte(made[0].Code)) {
		t.Error("the store holds the code itself")
	}
	for range 20 { // a drawer full of wrong tries does it no harm
		d.enters(quiet, other(made[0].Code))
	}
	typed := strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(made[0].Code, "0", "o"), "1", "l"))
	g, ok := d.enters("quiet@example.lg.jp", typed)
	if !ok || g.Person.ID != quiet || g.HR {
		t.Fatalf("let in: %v %v", g, ok)
	}
	if _, ok := d.enters(quiet, made[0].Code); ok {
		t.Error("it works twice")
	}
}

func TestSlipEnds(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	d.hrIsIn()
	made, err := d.Bot.PrintSlips(t.Context(), hrPerson, []string{quiet}, d.Clock.Now().Add(24*time.Hour))
	d.must(err)
	d.must(d.Bot.TakeBackSlips(t.Context(), hrPerson, []string{mentee1, quiet}))
	if _, ok := d.enters(quiet, made[0].Code); ok {
		t.Error("one that was taken back works")
	}
	made, err = d.Bot.PrintSlips(t.Context(), hrPerson, []string{quiet}, d.Clock.Now().Add(24*time.Hour))
	d.must(err)
	d.advance(24 * time.Hour)
	if _, ok := d.enters(quiet, made[0].Code); ok {
		t.Error("one that has ended works")
	}
	if _, err := d.Bot.OperatorSlip(t.Context(), quiet, d.Clock.Now().Add(time.Hour)); !errors.Is(err, bot.ErrNotHR) {
		t.Errorf("the operator prints one for somebody who is not HR: %v", err)
	}
	mine, err := d.Bot.OperatorSlip(t.Context(), hrPerson, d.Clock.Now().Add(time.Hour))
	d.must(err)
	if g, ok := d.enters(hrPerson, mine.Code); !ok || !g.HR {
		t.Error("the operator's does not let HR in")
	}
}

// TestSlipOfSomebodyInAChat: a slip is for whom the bot cannot write to; once it
// can, a code comes there, and the paper is worth nothing.
func TestSlipOfSomebodyInAChat(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	d.hrIsIn()
	made, err := d.Bot.PrintSlips(t.Context(), hrPerson, []string{quiet}, d.Clock.Now().Add(24*time.Hour))
	d.must(err)
	file := "職員番号,氏名,メール,部,課,職位,役割,test_id\n" + quiet + ",無口 三,quiet@example.lg.jp,市民部,環境課,主事,メンティ,T9\n"
	if pv, err := d.Bot.ImportRoster(t.Context(), "operator", []byte(file), []string{bottest.Platform}); err != nil {
		t.Fatal(err, pv.Problems)
	}
	if _, ok := d.enters(quiet, made[0].Code); ok {
		t.Error("the slip works beside the chat")
	}
	view(t, d.World, func(tx store.Tx) error {
		_, ok, err := store.ChatOf(tx, quiet)
		if !ok {
			t.Error("there is no chat: nothing was tried")
		}
		return err
	})
}

// TestNoSlipForAPartner keeps HR from coming in as somebody they share a pair
// with.
func TestNoSlipForAPartner(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	d.hrIsIn()
	d.must(d.Store.Update(t.Context(), func(tx store.Tx) error {
		prog, _, err := store.CurrentProgramme(tx, d.Clock.Now())
		pair := mentoring.Pair{ID: "p1", Programme: prog.ID, Mentee: quiet, Mentor: hrPerson}
		return errors.Join(err, store.Pairs.Put(tx, pair))
	}))
	if list, _, err := d.Bot.Unreached(t.Context(), hrPerson, ""); err != nil || len(list) != 0 {
		t.Errorf("listed %v %v", list, err)
	}
	if _, err := d.Bot.PrintSlips(t.Context(), hrPerson, []string{quiet}, d.Clock.Now().Add(time.Hour)); !errors.Is(err, bot.ErrNoSlip) {
		t.Errorf("got %v, want ErrNoSlip", err)
	}
}
