package web

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/bot/chat"
)

// stage is a playground whose core tells the mentor what the mentee sends.
type stage struct {
	*Playground
	core   *core
	inbox  *Memory
	sender *Sender
	clock  *dial
	url    string
	fail   atomic.Bool // the next submission meets a store that is away
}

// hand moves the dial as a player would.
type hand struct{ *dial }

func (h hand) Bounds() (from, to time.Time) {
	zone := h.Now().Location()
	return time.Date(2026, 4, 1, 9, 0, 0, 0, zone), time.Date(2027, 3, 31, 18, 0, 0, 0, zone)
}

func (h hand) Next(context.Context) (time.Time, error) { return h.Now().Add(26 * time.Hour), nil }

func (h hand) To(ctx context.Context, t time.Time) error {
	for now := h.Now(); now.Before(t); now = now.Add(24 * time.Hour) {
		h.turn(now)
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	h.turn(t)
	return nil
}

func newStage(t testing.TB) *stage {
	t.Helper()
	s := &stage{core: &core{}, inbox: NewMemory(), clock: july(t)}
	live := NewLive()
	s.sender = &Sender{Inbox: s.inbox, Live: live, Now: s.clock.Now}
	s.core.handle = s.answer(t)
	g, err := NewPlayground(PlaygroundOptions{
		Options: Options{
			Handler: s.core, Inbox: s.inbox, Live: live, Now: s.clock.Now, NewID: counter(), Zone: tokyo(t),
			Report: func(err error) {
				if !errors.Is(err, errAway) {
					t.Errorf("reported: %v", err)
				}
			},
		},
		Player: hand{s.clock},
		People: []Seat{
			{Account: mentee(), Name: "山田 さくら", Role: "メンティ", Group: "市民課"},
			{Account: adaptertest.Colleague(), Name: "佐藤 健一", Role: "メンター", Group: "市民課"},
			{Account: chat.Account{Platform: "web", Tenant: "demo", ID: "suzuki"}, Name: "鈴木 課長", Role: "所属長", Group: "市民課"},
			{Account: chat.Account{Platform: "web", Tenant: "demo", ID: "jinji"}, Name: "田中 由美", Role: "人事課", Group: "人事課"},
			{Account: chat.Account{Platform: "web", Tenant: "demo", ID: "kato"}, Name: "加藤 蓮", Role: "メンティ", Group: "福祉課"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Playground = g
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	t.Cleanup(g.Close)
	s.url = server.URL
	return s
}

var errAway = errors.New("store is away")

// answer opens the form of every field, wants a short line in it, and tells
// the mentor when it was sent.
func (s *stage) answer(t testing.TB) func(chat.Event) (chat.Answer, error) {
	form := adaptertest.Forms(t)[0]
	home := adaptertest.Pages(t)[0].Page
	return func(e chat.Event) (chat.Answer, error) {
		switch what := e.What.(type) {
		case chat.Opened:
			return chat.Answer{Page: &home}, nil
		case chat.Pressed:
			if what.Action == "checkin.missed" {
				return chat.Answer{Page: &adaptertest.Pages(t)[1].Page}, nil
			}
			if what.Action == "checkin.met" {
				face := fixture(t, "plain")
				return chat.Answer{Face: &face}, nil
			}
			return chat.Answer{Form: &form.Form}, nil
		case chat.Submitted:
			if s.fail.Swap(false) {
				return chat.Answer{}, errAway
			}
			if what.Values.Text("short").Empty() || what.Values.Scale("scale") == 0 {
				return chat.Answer{Errors: form.Errors[:2]}, nil
			}
			return chat.Answer{}, s.tell(t.Context(), adaptertest.Colleague(), e.ID, fixture(t, "plain"))
		}
		return chat.Answer{}, nil
	}
}

func (s *stage) tell(ctx context.Context, to chat.Account, id string, m chat.Message) error {
	_, err := s.sender.Send(ctx, chat.Dispatch{ID: id, To: chat.Address{Account: to}, Message: m})
	return err
}

// fill puts every kind of message into the first people's chats.
func (s *stage) fill(t testing.TB) {
	t.Helper()
	for i, m := range adaptertest.Messages(t) {
		to := s.o.People[i%4].Account
		if err := s.tell(t.Context(), to, fmt.Sprintf("fill-%d", i), m.Message); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.tell(t.Context(), mentee(), "ask", fixture(t, "actions")); err != nil {
		t.Fatal(err)
	}
}
