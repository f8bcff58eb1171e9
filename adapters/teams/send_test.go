package teams

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"tsukiichi/bot/chat"
)

func contextOf(t testing.TB) (context.Context, context.CancelFunc) {
	return context.WithCancel(t.Context())
}

func messageOf(t testing.TB, text string) chat.Message {
	t.Helper()
	m, err := chat.NewMessage("見出し", []chat.Block{chat.Line(text)})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// known is a person who has written before.
var knownWay = way{Service: serviceURL, Conversation: chatID, Bot: "28:" + testApp, User: "29:user"}

func (o *office) dispatch(id string, route chat.Route, replace chat.Ref) chat.Dispatch {
	return chat.Dispatch{
		ID: id, Replace: replace, Message: messageOf(o.t, "日程が決まりました"),
		To: chat.Address{Account: chat.Account{Platform: Platform, Tenant: ourTenant, ID: testPerson}, Route: route},
	}
}

func TestSend(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	sent, err := a.Send(t.Context(), o.dispatch("d1", knownWay.route(), ""))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "route", sent.Route, "")
	p, ok := parseRef(sent.Ref)
	if !ok || p.Conversation != chatID || !strings.HasPrefix(p.Activity, "act-") || p.Service != serviceURL {
		t.Errorf("ref: %v", sent.Ref)
	}
	var act map[string]any
	if err := json.Unmarshal([]byte(o.body(pathPost)), &act); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"text", "suggestedActions", "timestamp", "localTimestamp", "expiration", "value", "channelData"} {
		if _, ok := act[key]; ok {
			t.Errorf("the activity holds %s", key)
		}
	}
	same(t, "type", act["type"], any("message"))
	if s, _ := act["summary"].(string); !strings.Contains(s, "日程が決まりました") {
		t.Errorf("summary: %v", act["summary"])
	}
	if list, _ := act["attachments"].([]any); len(list) != 1 {
		t.Errorf("attachments: %v", act["attachments"])
	}
	t.Run("change", func(t *testing.T) {
		ref := place{Service: serviceURL, Conversation: chatID, Activity: "act/7"}.ref()
		sent, err := a.Send(t.Context(), o.dispatch("d2", knownWay.route(), ref))
		if err != nil {
			t.Fatal(err)
		}
		same(t, "ref", sent.Ref, ref)
		same(t, "calls", o.count(pathPut), 1)
	})
}

func TestFirstContact(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	sent, err := a.Send(t.Context(), o.dispatch("d1", "", ""))
	if err != nil {
		t.Fatal(err)
	}
	var body struct {
		Bot         struct{ ID string }
		IsGroup     *bool
		Members     []map[string]string
		TenantID    string
		ChannelData struct{ Tenant struct{ ID string } }
	}
	if err := json.Unmarshal([]byte(o.body(pathCreate)), &body); err != nil {
		t.Fatal(err)
	}
	same(t, "bot", body.Bot.ID, "28:"+testApp)
	same(t, "member", fmt.Sprint(body.Members), fmt.Sprint([]map[string]string{{"id": testPerson}}))
	same(t, "tenant", body.TenantID+body.ChannelData.Tenant.ID, ourTenant+ourTenant)
	if body.IsGroup == nil || *body.IsGroup {
		t.Error("isGroup must be there and false")
	}
	w, ok := parseRoute(sent.Route)
	same(t, "route", w, way{Service: serviceURL, Conversation: "a:made", Bot: "28:" + testApp})
	same(t, "route reads", ok, true)
	same(t, "posts", o.count(pathMade), 1)
	t.Run("once for those that waited", func(t *testing.T) {
		again, err := a.Send(t.Context(), o.dispatch("d2", "", ""))
		if err != nil {
			t.Fatal(err)
		}
		same(t, "route", again.Route, sent.Route)
		if _, err := a.Send(t.Context(), o.dispatch("d3", sent.Route, "")); err != nil {
			t.Fatal(err)
		}
		same(t, "conversations made", o.count(pathCreate), 1)
		same(t, "posts", o.count(pathMade), 3)
	})
	t.Run("where Teams was heard from", func(t *testing.T) {
		o := newOffice(t)
		a := o.adapter(func(o *Options) { o.ServiceURL = "https://smba.example.com/elsewhere/" })
		o.deliver(a, nil)
		if _, err := a.Send(t.Context(), o.dispatch("d1", "", "")); err != nil {
			t.Fatal(err)
		}
		same(t, "made there", o.count(pathCreate), 1)
		a.Wait()
	})
}

func TestFirstContactOfManyAtOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter(func(o *Options) { o.ThreadLimits = []ThreadLimit{{1_000, time.Second}} })
	hold := make(chan struct{})
	o.pause[pathCreate] = hold
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			if _, err := a.Send(t.Context(), o.dispatch(fmt.Sprint("d", i), "", "")); err != nil {
				t.Error(err)
			}
		})
	}
	o.await(pathCreate, 1)
	close(hold)
	wg.Wait()
	same(t, "conversations made", o.count(pathCreate), 1)
	same(t, "posts", o.count(pathMade), 16)
}

func TestStaleRouteIsRenewed(t *testing.T) {
	t.Parallel()
	gone := answer(http.StatusNotFound, `{"error":{"code":"ConversationNotFound","message":"Conversation not found."}}`)
	t.Run("within the same sending", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		a := o.adapter()
		o.will(pathPost, gone)
		sent, err := a.Send(t.Context(), o.dispatch("d1", knownWay.route(), ""))
		if err != nil {
			t.Fatal(err)
		}
		w, _ := parseRoute(sent.Route)
		same(t, "route", w.Conversation, "a:made")
		same(t, "arrived", o.count(pathMade), 1)
		// What was composed before knows the old route still.
		again, err := a.Send(t.Context(), o.dispatch("d2", knownWay.route(), ""))
		if err != nil {
			t.Fatal(err)
		}
		same(t, "route again", again.Route, sent.Route)
		same(t, "the stale one was not asked again", o.count(pathPost), 1)
		same(t, "conversations made", o.count(pathCreate), 1)
	})
	t.Run("the person writes meanwhile", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		a := o.adapter()
		if _, err := a.Send(t.Context(), o.dispatch("d1", "", "")); err != nil {
			t.Fatal(err)
		}
		sent, err := a.Send(t.Context(), o.dispatch("d2", knownWay.route(), ""))
		if err != nil {
			t.Fatal(err)
		}
		same(t, "their own route is used", o.count(pathPost), 1)
		same(t, "and stays", sent.Route, "")
	})
	t.Run("the new one is gone too", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		a := o.adapter()
		o.will(pathPost, gone)
		o.will(pathMade, gone)
		_, err := a.Send(t.Context(), o.dispatch("d1", knownWay.route(), ""))
		if !errors.Is(err, chat.ErrGone) {
			t.Errorf("got %v", err)
		}
		if _, err := a.Send(t.Context(), o.dispatch("d1", "", "")); err != nil { // the core forgot the route
			t.Error(err)
		}
		same(t, "conversations made", o.count(pathCreate), 2)
	})
	t.Run("nobody made one of a sending that failed otherwise", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		a := o.adapter()
		o.will(pathPost, answer(http.StatusBadGateway, ""))
		if _, err := a.Send(t.Context(), o.dispatch("d1", knownWay.route(), "")); err == nil {
			t.Error("no error")
		}
		same(t, "conversations made", o.count(pathCreate), 0)
	})
	t.Run("a made one is kept for the next try", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		a := o.adapter()
		o.will(pathMade, answer(http.StatusServiceUnavailable, ""))
		if _, err := a.Send(t.Context(), o.dispatch("d1", "", "")); err == nil {
			t.Error("no error")
		}
		sent, err := a.Send(t.Context(), o.dispatch("d1", "", ""))
		if err != nil || sent.Route == "" {
			t.Errorf("got %v, %v", sent, err)
		}
		same(t, "conversations made", o.count(pathCreate), 1)
	})
}

func TestErrorsOfTheConnector(t *testing.T) {
	t.Parallel()
	plain := func(code string) string { return `{"error":{"code":"` + code + `","message":"` + testWords + `"}}` }
	nested := func(sub string) string {
		inner := `{"subCode":"` + sub + `","details":"` + testWords + `","errorCode":null,"errorSubCode":null}`
		raw, err := json.Marshal(inner)
		if err != nil {
			t.Fatal(err)
		}
		return `{"errorCode":209,"message":` + string(raw) + `}`
	}
	other := errors.New("worth another try")
	for name, c := range map[string]struct {
		on     string // path; "" is a post
		status int
		body   string
		header []string
		want   error
		after  time.Duration
	}{
		"blocked by the person":       {status: 403, body: plain("ConversationBlockedByUser"), want: chat.ErrBlocked},
		"writes blocked":              {status: 403, body: nested("MessageWritesBlocked"), want: chat.ErrBlocked},
		"not in the chat":             {status: 403, body: plain("BotNotInConversationRoster"), want: chat.ErrBlocked},
		"switched off":                {status: 403, body: plain("BotDisabledByAdmin"), want: errRefused},
		"rights that the bot lacks":   {status: 403, body: plain("NotEnoughPermissions"), want: errRefused},
		"forbidden, and not said why": {status: 403, body: "", want: errRefused},
		"forbidden to everybody":      {status: 403, body: plain("TenantDisabled"), want: errRefused},
		"bad":                         {status: 400, body: plain("BadSyntax"), want: chat.ErrRejected},
		"too big":                     {status: 413, body: nested("MessageSizeTooBig"), want: chat.ErrRejected},
		"too fast":                    {status: 429, body: plain("RateLimitExceeded"), header: []string{"Retry-After", "17"}, want: chat.RateLimited{After: 17 * time.Second}},
		"too fast until":              {status: 429, header: []string{"Retry-After", noon.Add(90 * time.Second).Format(http.TimeFormat)}, want: chat.RateLimited{After: 90 * time.Second}},
		"too fast for who knows":      {status: 429, header: []string{"Retry-After", "soon"}, want: chat.RateLimited{}},
		"too fast for ever":           {status: 429, header: []string{"Retry-After", "1e30"}, want: chat.RateLimited{After: longestWait}},
		"precondition":                {status: 412, body: plain("PreconditionFailed"), want: other},
		"broken":                      {status: 500, body: "<html>" + testWords, want: other},
		"bad gateway":                 {status: 502, want: other},
		"busy":                        {status: 503, want: other},
		"slow":                        {status: 504, want: other},
		"a redirection":               {status: 302, header: []string{"Location", "https://evil.example.com/"}, want: other},
		"hangs up":                    {status: hangUp, want: other},
		"no JSON":                     {status: 201, body: "<html>" + testWords, want: other},
		"a message that is gone":      {on: pathPut, status: 404, body: plain("ActivityNotFoundInConversation"), want: chat.ErrGone},
		"a change too fast":           {on: pathPut, status: 429, want: chat.RateLimited{}},
		"the app is not installed":    {on: pathCreate, status: 403, body: plain("BotNotInConversationRoster"), want: chat.ErrBlocked},
		"not installed for them":      {on: pathCreate, status: 403, body: plain("ForbiddenOperationException"), want: chat.ErrBlocked},
		"the app is not allowed":      {on: pathCreate, status: 403, body: plain("Forbidden"), want: errRefused},
		"the app is switched off":     {on: pathCreate, status: 403, body: plain("BotDisabledByAdmin"), want: errRefused},
		"another organisation":        {on: pathCreate, status: 403, body: plain("BotNotInTenant"), want: errRefused},
		"nobody of that id":           {on: pathCreate, status: 400, body: plain("BadSyntax"), want: errRefused},
		"no such person":              {on: pathCreate, status: 404, body: plain("NotFound"), want: errRefused},
		"made too fast":               {on: pathCreate, status: 429, header: []string{"Retry-After", "3"}, want: chat.RateLimited{After: 3 * time.Second}},
		"made without an id":          {on: pathCreate, status: 201, body: `{}`, want: other},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			a := o.adapter()
			path, route, ref := c.on, knownWay.route(), chat.Ref("")
			switch path {
			case "":
				path = pathPost
			case pathCreate:
				route = ""
			case pathPut:
				ref = place{Service: serviceURL, Conversation: chatID, Activity: "act/7"}.ref()
			}
			o.will(path, answer(c.status, c.body, c.header...))
			_, err := a.Send(t.Context(), o.dispatch("d", route, ref))
			switch {
			case err == nil:
				t.Fatal("no error")
			case c.want == other:
				for _, known := range []error{chat.ErrBlocked, chat.ErrGone, chat.ErrRejected} {
					if errors.Is(err, known) {
						t.Errorf("got %v", err)
					}
				}
				if errors.As(err, new(chat.RateLimited)) {
					t.Errorf("got %v", err)
				}
			case !errors.Is(err, c.want):
				t.Errorf("got %v, want %v", err, c.want)
			}
			if strings.Contains(err.Error()+o.logged(), testWords) {
				t.Errorf("words of a response came out: %v", err)
			}
			same(t, "calls", o.count(path), 1)
			if path == pathCreate && c.want == chat.ErrBlocked && !strings.Contains(o.logged(), "roster") {
				t.Error("the operator is not told")
			}
			if c.want == errRefused && !strings.Contains(o.logged(), "doctor") {
				t.Error("the operator is not told")
			}
			if _, err := a.Send(t.Context(), o.dispatch("d", route, ref)); err != nil {
				t.Errorf("the next try: %v", err)
			}
		})
	}
}

func TestTokenThatIsNotAccepted(t *testing.T) {
	t.Parallel()
	no := answer(http.StatusUnauthorized, `{"message":"Authorization has been denied for this request."}`)
	t.Run("once", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		a := o.adapter()
		o.will(pathPost, no)
		if _, err := a.Send(t.Context(), o.dispatch("d", knownWay.route(), "")); err != nil {
			t.Fatal(err)
		}
		same(t, "tokens", o.count(pathToken), 2)
		same(t, "posts", o.count(pathPost), 2)
	})
	t.Run("twice", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		a := o.adapter()
		o.will(pathPost, no, no)
		_, err := a.Send(t.Context(), o.dispatch("d", knownWay.route(), ""))
		if !errors.Is(err, errRefused) {
			t.Errorf("got %v", err)
		}
		same(t, "posts", o.count(pathPost), 2)
		if !strings.Contains(o.logged(), "doctor") {
			t.Error("the operator is not told")
		}
	})
}

func TestLoginDownLosesNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	o.will(pathToken, answer(http.StatusServiceUnavailable, ""))
	if _, err := a.Send(t.Context(), o.dispatch("d", knownWay.route(), "")); err == nil {
		t.Fatal("no error")
	}
	same(t, "posts", o.count(pathPost), 0)
	o.clock.Set(noon.Add(fetchRest))
	if _, err := a.Send(t.Context(), o.dispatch("d", knownWay.route(), "")); err != nil {
		t.Error(err)
	}
}

func TestHangingConnector(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	o.pause[pathPost] = make(chan struct{})
	ctx, cancel := contextOf(t)
	done := make(chan error)
	go func() {
		_, err := a.Send(ctx, o.dispatch("d", knownWay.route(), ""))
		done <- err
	}()
	o.await(pathPost, 1)
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestWhereNothingIsSentTo(t *testing.T) {
	t.Parallel()
	evil := way{Service: "https://evil.example.com/", Conversation: chatID}
	t.Run("a kept route to another host", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		sent, err := o.adapter().Send(t.Context(), o.dispatch("d", evil.route(), ""))
		if err != nil {
			t.Fatal(err)
		}
		w, _ := parseRoute(sent.Route)
		same(t, "made anew on ours", w.Service, serviceURL)
	})
	t.Run("a kept message on another host", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		ref := place{Service: evil.Service, Conversation: chatID, Activity: "x"}.ref()
		if _, err := o.adapter().Send(t.Context(), o.dispatch("d", "", ref)); !errors.Is(err, chat.ErrGone) {
			t.Errorf("got %v", err)
		}
		same(t, "calls", len(o.asked), 0)
	})
	t.Run("a first contact's host that is not listed", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		a := o.adapter(func(o *Options) { o.ServiceURL = evil.Service })
		if _, err := a.Send(t.Context(), o.dispatch("d", "", "")); !errors.Is(err, errHost) {
			t.Errorf("got %v", err)
		}
		same(t, "calls", len(o.asked), 0)
	})
	t.Run("accounts of others", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		a := o.adapter()
		for _, to := range []chat.Account{{}, {Platform: Platform, Tenant: ourTenant, ID: "U1"}, {Platform: Platform, Tenant: testPerson, ID: testPerson}} {
			d := o.dispatch("d", knownWay.route(), "")
			d.To.Account = to
			if _, err := a.Send(t.Context(), d); !errors.Is(err, chat.ErrGone) {
				t.Errorf("%v: got %v", to, err)
			}
		}
		same(t, "calls", len(o.asked), 0)
	})
}

func TestArrivedWithoutAnID(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", `{}`, `{"id":""}`} {
		o := newOffice(t)
		o.will(pathPost, answer(http.StatusAccepted, body))
		sent, err := o.adapter().Send(t.Context(), o.dispatch("d", knownWay.route(), ""))
		if err != nil || sent.Ref != "" {
			t.Errorf("%q: got %v, %v", body, sent, err)
		}
	}
}

func TestSixteenAtOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			w := knownWay
			w.Conversation = fmt.Sprintf("a:chat-%d", i)
			for j := range 5 {
				if _, err := a.Send(t.Context(), o.dispatch(fmt.Sprint(i, j), w.route(), "")); err != nil {
					t.Error(err)
				}
				if code := o.deliver(a, object{"id": fmt.Sprint(i, j)}).Code; code != http.StatusOK {
					t.Errorf("status %d", code)
				}
			}
		})
	}
	wg.Wait()
	a.Wait()
	same(t, "events", len(o.happened()), 80)
	same(t, "tokens", o.count(pathToken), 1)
	same(t, "keys", o.count(pathKeys), 1)
}

func TestPanicsOfFetchesAreSurvived(t *testing.T) {
	t.Parallel()
	boom := func(http.ResponseWriter, *http.Request) { panic(testWords) }
	for _, path := range []string{pathToken, pathCreate, pathKeys} {
		o := newOffice(t)
		a := o.adapter()
		o.will(path, boom)
		try := func() error {
			if path == pathKeys {
				if code := o.deliver(a, nil).Code; code != http.StatusOK {
					return fmt.Errorf("status %d", code)
				}
				return nil
			}
			_, err := a.Send(t.Context(), o.dispatch("d", "", ""))
			return err
		}
		if err := try(); err == nil {
			t.Errorf("%s: no error", path)
		}
		if log := o.logged(); strings.Contains(log, testWords) || !strings.Contains(log, "stack") {
			t.Errorf("%s: the log must hold a stack and no words", path)
		}
		if err := try(); err != nil {
			t.Errorf("%s: the next try: %v", path, err)
		}
		a.Wait()
	}
}
