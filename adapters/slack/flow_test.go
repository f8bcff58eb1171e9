package slack_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/adapters/slack/slacktown"
	"tsukiichi/adapters/townhall"
	"tsukiichi/bot/chat"
)

// TestSendErrors: what the platform says becomes what package chat names.
func TestSendErrors(t *testing.T) {
	t.Parallel()
	limited := func(after time.Duration) error { return chat.RateLimited{After: after} }
	for name, tt := range map[string]struct {
		fault  townhall.Fault
		change bool
		want   error // nil is an error that is worth another try
		log    string
	}{
		"user gone":           {fault: slacktown.Refuse("channel_not_found"), want: chat.ErrGone},
		"user disabled":       {fault: slacktown.Refuse("user_disabled"), want: chat.ErrBlocked},
		"message gone":        {fault: slacktown.Refuse("message_not_found"), change: true, want: chat.ErrGone},
		"cannot be changed":   {fault: slacktown.Refuse("cant_update_message"), change: true, want: chat.ErrGone},
		"blocks":              {fault: slacktown.Refuse("invalid_blocks"), want: chat.ErrRejected, log: "invalid_blocks"},
		"too long":            {fault: slacktown.Refuse("msg_blocks_too_long"), want: chat.ErrRejected},
		"limited":             {fault: slacktown.Limited(7 * time.Second), want: limited(7 * time.Second)},
		"limited, no time":    {fault: slacktown.LimitedSilently(), want: limited(0)},
		"limited in the body": {fault: slacktown.Refuse("ratelimited"), want: limited(0)},
		"token":               {fault: slacktown.Refuse("token_revoked"), log: "tsukiichi doctor"},
		"scope":               {fault: slacktown.Refuse("missing_scope"), log: "missing_scope"},
		"500":                 {fault: townhall.Status(500), log: "http-500"},
		"garbage":             {fault: townhall.Garbage()},
		"an unknown error":    {fault: slacktown.Refuse("who_knows"), log: "who_knows"},
		"somebody's words":    {fault: slacktown.Refuse(adaptertest.Secret), log: "unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			first, err := d.send(t, "a", card(t, "plain"))
			if err != nil {
				t.Fatal(err)
			}
			d.town.Fail(tt.fault)
			dispatch := chat.Dispatch{ID: "b", To: chat.Address{Account: someone()}, Message: card(t, "actions")}
			if tt.change {
				dispatch.Replace = first
			}
			_, err = d.a.Send(t.Context(), dispatch)
			if err == nil {
				t.Fatal("no error")
			}
			var pace chat.RateLimited
			known := errors.As(err, &pace)
			for _, e := range []error{chat.ErrGone, chat.ErrBlocked, chat.ErrRejected} {
				known = known || errors.Is(err, e)
			}
			if tt.want == nil && known || tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if tt.log != "" && !strings.Contains(d.log.String(), tt.log) {
				t.Errorf("the log says %s", d.log)
			}
			adaptertest.NoSecret(t, err.Error()+d.log.String())
			d.town.Heal()
			if _, err := d.a.Send(t.Context(), dispatch); err != nil {
				t.Errorf("afterwards: %v", err)
			}
		})
	}
	for _, replace := range []chat.Ref{"nonsense", "D1", "D1/"} {
		d := newDesk(t)
		_, err := d.a.Send(t.Context(), chat.Dispatch{ID: "a", To: chat.Address{Account: someone()}, Replace: replace, Message: card(t, "plain")})
		if !errors.Is(err, chat.ErrGone) {
			t.Errorf("%s: %v", replace, err)
		}
	}
}

// TestFilesFollow: the file stands below its message; where it cannot be
// uploaded, the next attempt goes on with it and posts nothing again.
func TestFilesFollow(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.town.Fail(townhall.Status(503).On("files.completeUploadExternal").Once(1))
	if _, err := d.send(t, "a", card(t, "file")); err == nil {
		t.Fatal("the upload did not fail")
	}
	got, err := d.send(t, "a", card(t, "file"))
	if err != nil || got == "" {
		t.Fatalf("got %q, %v", got, err)
	}
	if n := len(d.town.Posts()); n != 1 {
		t.Errorf("%d posts", n)
	}
	if !bytes.Equal(d.town.File("面談 7月15日.ics"), []byte("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")) {
		t.Error("another file arrived")
	}
	d.town.Fail(slacktown.Refuse("missing_scope").On("files.getUploadURLExternal"))
	if _, err := d.send(t, "b", card(t, "file")); err != nil {
		t.Errorf("a message whose file Slack will never take: %v", err)
	}
}

// TestFace: the pressed card changes in place, and where chat.update fails the
// press's own address does it.
func TestFace(t *testing.T) {
	t.Parallel()
	for _, broken := range []bool{false, true} {
		t.Run(fmt.Sprint(broken), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			face := card(t, "plain")
			d.answer = func(chat.Event) (chat.Answer, error) { return chat.Answer{Face: &face}, nil }
			if _, err := d.send(t, "a", card(t, "actions")); err != nil {
				t.Fatal(err)
			}
			if broken {
				d.town.Fail(townhall.Status(500).On("chat.update"))
			}
			d.does(t, d.town.Press("U1", "話した"))
			got := d.town.Screen("U1").Messages
			if len(got) != 1 || got[0].Text != "ありがとうございます。" {
				t.Errorf("the chat says %v", got)
			}
		})
	}
}

// TestPagesAreTurned reads a page of several parts, at home and in a dialog,
// and takes its file into the chat.
func TestPagesAreTurned(t *testing.T) {
	t.Parallel()
	var sections []chat.Section
	for i := range 12 {
		sections = append(sections, chat.Section{Body: chat.Blocks{chat.Line(fmt.Sprintf("〔%02d〕", i) + strings.Repeat("い", 2900))}})
	}
	sections = append(sections[:11], chat.Section{Body: chat.Blocks{chat.File{Name: "様式1.txt", Type: "text/plain", Data: []byte("様式")}}})
	page, err := chat.NewPage("長いページ", sections...)
	if err != nil {
		t.Fatal(err)
	}
	for _, place := range []slacktown.Place{slacktown.InHome, slacktown.InModal} {
		t.Run(string(place), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.answer = func(e chat.Event) (chat.Answer, error) { return chat.Answer{Page: &page}, nil }
			shown := func() string { return d.town.Screen("U1").Home }
			if place == slacktown.InHome {
				d.does(t, d.town.OpenHome("U1"))
			} else {
				shown = func() string { return d.town.Screen("U1").Modal }
				if _, err := d.send(t, "a", card(t, "actions")); err != nil {
					t.Fatal(err)
				}
				d.does(t, d.town.Press("U1", "日を改める"))
			}
			all := shown()
			for strings.Contains(shown(), "続きを見る") {
				d.does(t, d.town.Press("U1", "続きを見る", place))
				all += shown()
			}
			for i := range 11 {
				if n := strings.Count(all, fmt.Sprintf("〔%02d〕", i)); n != 1 {
					t.Errorf("part %d is shown %d times", i, n)
				}
			}
			d.does(t, d.town.Press("U1", "「様式1.txt」をチャットで受け取る", place))
			if string(d.town.File("様式1.txt")) != "様式" {
				t.Error("the file did not arrive")
			}
			if place == slacktown.InHome {
				d.does(t, d.town.Press("U1", "前に戻る", place))
			}
			if r := d.town.Refusals(); len(r) > 0 {
				t.Errorf("refused: %v", r)
			}
			for _, e := range d.events {
				if p, ok := e.What.(chat.Pressed); ok && (p.Action != "checkin.move" || p.Arg != "m-1") {
					t.Errorf("asked for %v again", p)
				}
			}
		})
	}
}

// TestCoreIsAway: nobody is left without a word, and what was typed stays.
func TestCoreIsAway(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	form := adaptertest.Forms(t)[1].Form
	away := false
	d.answer = func(e chat.Event) (chat.Answer, error) {
		if away {
			return chat.Answer{}, errors.New("store: " + adaptertest.Secret)
		}
		return chat.Answer{Form: &form}, nil
	}
	if _, err := d.send(t, "a", card(t, "actions")); err != nil {
		t.Fatal(err)
	}
	d.does(t, d.town.Press("U1", "日を改める"))
	away = true
	d.does(t, d.town.Submit("U1", map[string][]string{"short": {"書き直し"}}))
	s := d.town.Screen("U1")
	if !strings.Contains(s.Errors["short"], "残っています") || !strings.Contains(s.Modal, "書き直し") {
		t.Errorf("the dialog says %v", s.Errors)
	}
	d.town.Close("U1")
	if err := d.town.Press("U1", "話した", slacktown.InMessages); err == nil {
		t.Error("a press that was not committed is acknowledged")
	}
	d.a.Wait()
	last := d.town.Screen("U1").Messages
	if got := last[len(last)-1].Text; !strings.Contains(got, "もう一度押してください") {
		t.Errorf("the person is told %s", got)
	}
	if err := d.town.Say("U1", "メニュー"); err == nil {
		t.Error("a line that was not committed is acknowledged")
	}
	adaptertest.NoSecret(t, d.log.String())
}
