package teams

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"tsukiichi/adapters/townhall"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// Data of buttons and dialogs, as our cards hold it.
func pressing(action, arg string) object { return object{"p": object{"a": action, "g": arg}} }
func turning(action, arg string, part int) object {
	return object{"t": object{"a": action, "g": arg, "n": part}}
}
func sending(form string, values object) object {
	out := object{"s": object{"f": form, "v": 1, "g": "pair-1"}}
	for k, v := range values {
		out[k] = v
	}
	return out
}

func invoke(name string, data object) object {
	value := object{"data": data, "context": object{"theme": "default"}}
	if name == invokeAction {
		value = object{"action": object{"type": "Action.Execute", "verb": "press", "data": data}, "trigger": "manual"}
	}
	return object{"type": "invoke", "name": name, "value": value, "text": nil, "replyToId": "act/7"}
}

func install(action string) object {
	return object{"type": "installationUpdate", "action": action, "text": nil}
}

func added(members ...object) object {
	return object{"type": "conversationUpdate", "text": nil, "membersAdded": members}
}

// answers lets the core answer so.
func (o *office) replies(a chat.Answer, err error) {
	o.handle = func(chat.Event) (chat.Answer, error) { return a, err }
}

func pageOf(t testing.TB) *chat.Page {
	t.Helper()
	p, err := chat.NewPage("ホーム", chat.Section{Body: []chat.Block{
		chat.Line("今月の面談"), chat.Paragraph(chat.Words(private.New("p", testWords)))}})
	if err != nil {
		t.Fatal(err)
	}
	return &p
}

func formOf(t testing.TB) *chat.Form {
	t.Helper()
	f, err := chat.NewForm(chat.Form{ID: "reflect", Version: 1, Arg: "pair-1", Title: "ふりかえり", Submit: "送る",
		Fields: []chat.Field{{ID: "line", Kind: chat.FieldShort, Label: "ひとこと"}}})
	if err != nil {
		t.Fatal(err)
	}
	return &f
}

func TestEvent(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	same(t, "status", o.deliver(a, nil).Code, http.StatusOK)
	same(t, "again", o.deliver(a, nil).Code, http.StatusOK)
	same(t, "another", o.deliver(a, object{"id": "act/2"}).Code, http.StatusOK)
	a.Wait()
	events := o.happened()
	e := events[0]
	same(t, "from", e.From, chat.Account{Platform: Platform, Tenant: ourTenant, ID: testPerson})
	same(t, "profile", e.Profile, chat.Profile{Name: "見本 花", Locale: "ja", Zone: "Asia/Tokyo"})
	same(t, "at", e.At, noon)
	w, _ := parseRoute(e.Route)
	same(t, "route", w, knownWay)
	same(t, "a repeat", events[1].ID+events[1].At.String(), e.ID+e.At.String())
	if events[2].ID == e.ID {
		t.Error("another activity has the same id")
	}
	said, ok := e.What.(chat.Said)
	if !ok || said.Text.Reveal() != "こんにちは" || !said.Pages {
		t.Errorf("what: %#v", e.What)
	}
}

func TestWhatActivitiesMean(t *testing.T) {
	t.Parallel()
	person := object{"id": "29:user", "aadObjectId": testPerson}
	bot := object{"id": "28:" + testApp}
	group := object{"id": "19:x@thread", "conversationType": "groupChat", "tenantId": ourTenant}
	for name, c := range map[string]struct {
		activity object
		want     chat.What // nil: nothing happens
		status   int
	}{
		"installed":                    {install("add"), chat.Joined{}, 0},
		"updated":                      {install("add-upgrade"), chat.Joined{}, 0},
		"removed":                      {install("remove"), chat.Left{}, 0},
		"removed for an update":        {install("remove-upgrade"), chat.Left{}, 0},
		"an unknown action":            {install("rename"), nil, 0},
		"added":                        {added(person, bot), chat.Joined{}, 0},
		"the bot alone":                {added(bot), nil, 0},
		"nobody added":                 {added(), nil, 0},
		"added by the bot":             {merged(added(person), object{"from": bot}), chat.Joined{}, 0},
		"typing":                       {object{"type": "typing"}, nil, 0},
		"a reaction":                   {object{"type": "messageReaction"}, nil, 0},
		"a kind to come":               {object{"type": "somethingNew"}, nil, 0},
		"a group":                      {object{"conversation": group}, nil, 0},
		"a press in a group":           {merged(invoke(invokeFetch, pressing("x", "")), object{"conversation": group}), nil, 0},
		"nobody's":                     {object{"from": object{"id": "29:user"}}, nil, 0},
		"no one we know":               {object{"from": object{"id": "29:user", "aadObjectId": "x"}}, nil, 0},
		"without an id":                {object{"id": nil}, nil, 0},
		"from the bot":                 {object{"from": merged(bot, object{"aadObjectId": testPerson})}, nil, 0},
		"a press":                      {object{"text": nil, "value": pressing("plan.take", "s1"), "replyToId": "act/7"}, chat.Pressed{Action: "plan.take", Arg: "s1"}, 0},
		"a page asked for in the chat": {object{"text": nil, "value": turning("", "", 0)}, chat.Opened{}, 0},
		"a page turned in the chat":    {object{"text": nil, "value": turning("notes.open", "p", 1)}, chat.Pressed{Action: "notes.open", Arg: "p"}, 0},
		"somebody else's card":         {object{"text": nil, "value": object{"x": 1}}, nil, 0},
		"a form in a message":          {object{"text": nil, "value": sending("reflect", nil)}, nil, http.StatusBadRequest},
		"a line to the bot by name":    {object{"text": "<at>月イチ</at> ホーム\n"}, chat.Said{Text: private.New("", "ホーム"), Pages: true}, 0},
		"a value in words":             {object{"text": nil, "value": "x"}, chat.Said{Pages: true}, 0},
		"a value in a list":            {object{"text": nil, "value": []int{1}}, chat.Said{Pages: true}, 0},
		"fetch":                        {invoke(invokeFetch, pressing("plan.offer", "p")), chat.Pressed{Action: "plan.offer", Arg: "p", Dialogs: true}, 0},
		"a page turned":                {invoke(invokeSubmit, turning("notes.open", "p", 1)), chat.Pressed{Action: "notes.open", Arg: "p", Dialogs: true}, 0},
		"the home turned":              {invoke(invokeSubmit, turning("", "", 1)), chat.Opened{}, 0},
		"act":                          {invoke(invokeAction, pressing("plan.take", "s1")), chat.Pressed{Action: "plan.take", Arg: "s1"}, 0},
		"an unknown invoke":            {invoke("composeExtension/query", nil), nil, http.StatusNotImplemented},
		"a form that acts":             {invoke(invokeAction, sending("reflect", nil)), nil, http.StatusBadRequest},
		"a form fetched":               {invoke(invokeFetch, sending("reflect", nil)), nil, http.StatusBadRequest},
		"an invoke in words":           {merged(invoke(invokeSubmit, nil), object{"value": "x"}), nil, http.StatusBadRequest},
		"an invoke in a list":          {merged(invoke(invokeSubmit, nil), object{"value": []int{1}}), nil, http.StatusBadRequest},
		"an invoke with nothing":       {merged(invoke(invokeSubmit, nil), object{"value": nil}), nil, http.StatusBadRequest},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			a := o.adapter()
			w := o.deliver(a, c.activity)
			if c.status == 0 {
				c.status = http.StatusOK
			}
			same(t, "status", w.Code, c.status)
			a.Wait()
			events := o.happened()
			if c.want == nil {
				same(t, "events", len(events), 0)
				same(t, "body", w.Body.String(), "")
				return
			}
			if len(events) != 1 {
				t.Fatalf("%d events", len(events))
			}
			same(t, "what", events[0].What, c.want)
			same(t, "who", events[0].From.ID, testPerson)
		})
	}
}

// merged is the first with the second over it.
func merged(a, b object) object {
	out := object{}
	for k, v := range a {
		out[k] = v
	}
	for k, v := range b {
		out[k] = v
	}
	return out
}

func TestSubmissionArrives(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	o.deliver(a, invoke(invokeSubmit, sending("reflect", object{"t.line": testWords})))
	s, ok := o.happened()[0].What.(chat.Submitted)
	if !ok || s.Form != "reflect" || s.Version != 1 || s.Arg != "pair-1" || s.Values.Text("line").Reveal() != testWords {
		t.Errorf("got %#v", o.happened()[0].What)
	}
}

func TestBodiesRefused(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	good := asJSON(t, o.activityOf(nil))
	time := func(v any) []byte { return asJSON(t, o.activityOf(object{"timestamp": v})) }
	for name, c := range map[string]struct {
		body []byte
		want int
	}{
		"nothing":               {nil, http.StatusBadRequest},
		"no JSON":               {[]byte("hello"), http.StatusBadRequest},
		"a list":                {[]byte("[]"), http.StatusBadRequest},
		"truncated":             {good[:len(good)/2], http.StatusBadRequest},
		"two of them":           {append(append([]byte(nil), good...), good...), http.StatusBadRequest},
		"not UTF-8":             {[]byte(strings.Replace(string(good), "こ", "\xff", 1)), http.StatusBadRequest},
		"deep":                  {[]byte(strings.Repeat(`{"value":`, 20_000) + "1" + strings.Repeat("}", 20_000)), http.StatusBadRequest},
		"30 MB":                 {append(good, strings.Repeat(" ", 30<<20)...), http.StatusRequestEntityTooLarge},
		"a time without a zone": {time("2026-07-01T03:00:00"), http.StatusBadRequest},
		"a time in words":       {time("noon"), http.StatusBadRequest},
		"a time as number":      {time(1_782_000_000), http.StatusBadRequest},
		"no time":               {time(nil), http.StatusBadRequest},
		"a time to come":        {time("2036-07-01T03:00:00Z"), http.StatusBadRequest},
		"the year 1":            {time("0001-01-01T00:00:00Z"), http.StatusBadRequest},
		"no type":               {asJSON(t, o.activityOf(object{"type": nil})), http.StatusBadRequest},
		"a number as text":      {asJSON(t, o.activityOf(object{"text": 5})), http.StatusBadRequest},
		"nobody as person":      {asJSON(t, o.activityOf(object{"from": []int{}})), http.StatusBadRequest},
		"words as data":         {asJSON(t, o.activityOf(object{"channelData": "x", "conversation": object{"id": "a"}})), http.StatusForbidden},
	} {
		w := o.ask(a, o.sign("k0", nil), c.body)
		same(t, name, w.Code, c.want)
		same(t, name+": body", w.Body.Len(), 0)
	}
	a.Wait()
	same(t, "events", len(o.happened()), 0)
	t.Run("odd but good", func(t *testing.T) {
		for name, change := range map[string]object{
			"a time elsewhere":    {"timestamp": "2026-07-01T12:00:00.1234567+09:00"},
			"local times":         {"localTimestamp": "noon"},
			"data without tenant": {"channelData": object{"x": []int{1}}},
			"data in words":       {"channelData": "x"},
			"value in words":      {"value": "x"},
			"odd attachments":     {"attachments": "x", "entities": 5, "relatesTo": []int{}},
		} {
			same(t, name, o.deliver(a, change).Code, http.StatusOK)
		}
	})
	t.Run("other methods", func(t *testing.T) {
		w := httptest.NewRecorder()
		a.Handlers()["/api/messages"].ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/messages", nil))
		same(t, "status", w.Code, http.StatusMethodNotAllowed)
	})
	a.Wait()
}

// taskOf is the dialog in an answer.
func taskOf(t testing.TB, w *httptest.ResponseRecorder) (title, content string) {
	t.Helper()
	var out struct {
		Task struct {
			Type  string
			Value struct {
				Title string
				Card  struct {
					ContentType string
					Content     json.RawMessage
				}
			}
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		t.Fatalf("%v: %s", err, w.Body.String())
	}
	same(t, "type", out.Task.Type, "continue")
	same(t, "content type", out.Task.Value.Card.ContentType, cardType)
	return out.Task.Value.Title, string(out.Task.Value.Card.Content)
}

func TestDialogs(t *testing.T) {
	t.Parallel()
	words := DefaultWords("ja")
	fetch, press := invoke(invokeFetch, pressing("x.open", "")), invoke(invokeSubmit, pressing("x.open", ""))
	submit := invoke(invokeSubmit, sending("reflect", object{"t.line": testWords}))
	filled := formOf(t).Fill(chat.Set("line", testWords))
	for name, c := range map[string]struct {
		activity object
		answer   chat.Answer
		err      error
		status   int
		title    string // "" for an empty body
		holds    string
	}{
		"a form opens":         {fetch, chat.Answer{Form: formOf(t)}, nil, 200, "ふりかえり", "ひとこと"},
		"a page opens":         {fetch, chat.Answer{Page: pageOf(t)}, nil, 200, "ホーム", testWords},
		"nothing to open":      {fetch, chat.Answer{}, nil, 200, words.Product, words.Accepted},
		"cannot open":          {fetch, chat.Answer{}, errors.New(testWords), 200, words.Product, words.Failed},
		"a page in the dialog": {press, chat.Answer{Page: pageOf(t)}, nil, 200, "ホーム", testWords},
		"a press in it":        {press, chat.Answer{}, nil, 200, "", ""},
		"a press that fails":   {press, chat.Answer{}, errors.New("x"), 200, words.Product, words.Failed},
		"sent off":             {submit, chat.Answer{}, nil, 200, "", ""},
		"the next one":         {submit, chat.Answer{Form: formOf(t)}, nil, 200, "ふりかえり", "ひとこと"},
		"something is wrong":   {submit, chat.Answer{Form: &filled, Errors: []chat.FieldError{{Field: "line", Text: "長すぎます"}}}, nil, 200, "ふりかえり", "長すぎます"},
		"and nothing is lost":  {submit, chat.Answer{Form: &filled, Errors: []chat.FieldError{{Field: "line", Text: "長すぎます"}}}, nil, 200, "ふりかえり", testWords},
		"wrong, and no form":   {submit, chat.Answer{Errors: []chat.FieldError{{Field: "line", Text: "長すぎます"}}}, nil, 200, words.Product, "長すぎます"},
		"a page as answer":     {submit, chat.Answer{Page: pageOf(t)}, nil, 200, "ホーム", testWords},
		"cannot be taken":      {submit, chat.Answer{}, errors.New(testWords), 503, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			o.replies(c.answer, c.err)
			a := o.adapter()
			w := o.deliver(a, c.activity)
			same(t, "status", w.Code, c.status)
			if c.title == "" {
				same(t, "body", w.Body.String(), "")
			} else if title, content := taskOf(t, w); title != c.title || !strings.Contains(content, c.holds) {
				t.Errorf("got %s: %s", title, content)
			}
			a.Wait()
			if strings.Contains(o.logged(), testWords) {
				t.Error("the log quotes somebody")
			}
		})
	}
}

func TestActions(t *testing.T) {
	t.Parallel()
	words := DefaultWords("ja")
	face := messageOf(t, "決まりました")
	for name, c := range map[string]struct {
		answer chat.Answer
		err    error
		status int
		kind   string
		holds  string
		puts   int
	}{
		"a new look": {chat.Answer{Face: &face}, nil, 200, cardType, "決まりました", 1},
		"none":       {chat.Answer{}, nil, 200, "application/vnd.microsoft.activity.message", words.Accepted, 0},
		"failed":     {chat.Answer{}, errors.New(testWords), 500, "application/vnd.microsoft.error", words.Failed, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			o.replies(c.answer, c.err)
			a := o.adapter()
			w := o.deliver(a, invoke(invokeAction, pressing("plan.take", "s1")))
			same(t, "HTTP status", w.Code, http.StatusOK)
			var out struct {
				StatusCode int
				Type       string
				Value      json.RawMessage
			}
			if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
				t.Fatal(err)
			}
			same(t, "status", out.StatusCode, c.status)
			same(t, "type", out.Type, c.kind)
			if !strings.Contains(string(out.Value), c.holds) {
				t.Errorf("value %s", out.Value)
			}
			a.Wait()
			same(t, "changed for everybody", o.count(pathPut), c.puts)
		})
	}
	t.Run("from an older client", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		o.replies(chat.Answer{Face: &face}, nil)
		a := o.adapter()
		w := o.deliver(a, object{"text": nil, "value": pressing("plan.take", "s1"), "replyToId": "act/7"})
		same(t, "body", w.Body.String(), "")
		a.Wait()
		same(t, "changed", o.count(pathPut), 1)
	})
	t.Run("the change is tried again", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		o.replies(chat.Answer{Face: &face}, nil)
		o.will(pathPut, answer(http.StatusTooManyRequests, ""), answer(http.StatusBadGateway, ""))
		a := o.adapter(func(o *Options) { o.After = atOnce })
		o.deliver(a, invoke(invokeAction, pressing("plan.take", "s1")))
		a.Wait()
		same(t, "changes", o.count(pathPut), 3)
	})
	t.Run("not for ever, and not what is gone", func(t *testing.T) {
		t.Parallel()
		for status, want := range map[int]int{http.StatusBadGateway: insistTries, http.StatusNotFound: 1, http.StatusBadRequest: 1} {
			o := newOffice(t)
			o.replies(chat.Answer{Face: &face}, nil)
			no := answer(status, "")
			o.will(pathPut, no, no, no, no, no, no)
			a := o.adapter(func(o *Options) { o.After = atOnce })
			o.deliver(a, object{"text": nil, "value": pressing("plan.take", "s1"), "replyToId": "act/7"})
			a.Wait()
			same(t, "changes", o.count(pathPut), want)
		}
	})
}

// atOnce is a time that has come for what waits up to a minute of trouble, and
// never for the limits of an answer.
func atOnce(d time.Duration) <-chan time.Time {
	if d == invokeLimit || d == turnLimit {
		return nil
	}
	c := make(chan time.Time, 1)
	c <- noon
	return c
}

func TestTypedHomeIsPostedOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.replies(chat.Answer{Page: pageOf(t)}, nil)
	a := o.adapter()
	for range 3 { // the same activity, sent again
		w := o.deliver(a, object{"text": "ホーム"})
		same(t, "status", w.Code, http.StatusOK)
		same(t, "body", w.Body.String(), "")
	}
	a.Wait()
	same(t, "posts", o.count(pathPost), 1)
	body := o.body(pathPost)
	if strings.Contains(body, testWords) || !strings.Contains(body, "今月の面談") || strings.Contains(body, "replyToId") {
		t.Errorf("posted %s", body)
	}
	o.deliver(a, object{"text": "ホーム", "id": "act/2"})
	a.Wait()
	same(t, "posts for another line", o.count(pathPost), 2)
}

func TestCoreThatFails(t *testing.T) {
	t.Parallel()
	for name, handle := range map[string]func(chat.Event) (chat.Answer, error){
		"an error": func(chat.Event) (chat.Answer, error) { return chat.Answer{}, errors.New(testWords) },
		"a panic":  func(chat.Event) (chat.Answer, error) { panic(testWords) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			o.handle = handle
			a := o.adapter()
			for _, change := range []object{nil, install("add"), added(object{"id": "29:user", "aadObjectId": testPerson})} {
				same(t, "status", o.deliver(a, change).Code, http.StatusServiceUnavailable)
			}
			a.Wait()
			if strings.Contains(o.logged(), testWords) {
				t.Error("the log quotes somebody")
			}
			o.handle = nil
			same(t, "sent again", o.deliver(a, nil).Code, http.StatusOK)
		})
	}
}

func TestLateCore(t *testing.T) {
	t.Parallel()
	face := messageOf(t, "決まりました")
	for name, c := range map[string]struct {
		activity object
		limit    time.Duration
		status   int
		puts     int
	}{
		"a line":            {object{"text": "ホーム"}, turnLimit, 503, 0},
		"an installation":   {install("add"), turnLimit, 503, 0},
		"a form":            {invoke(invokeSubmit, sending("reflect", nil)), invokeLimit, 503, 0},
		"a dialog":          {invoke(invokeFetch, pressing("x.open", "")), invokeLimit, 200, 0},
		"a press":           {invoke(invokeAction, pressing("plan.take", "")), invokeLimit, 200, 1},
		"an older client's": {object{"text": nil, "value": pressing("plan.take", ""), "replyToId": "act/7"}, turnLimit, 503, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			timers := &townhall.Timers{Now: o.clock.Now}
			hold := make(chan struct{})
			o.handle = func(chat.Event) (chat.Answer, error) {
				<-hold
				return chat.Answer{Face: &face}, nil
			}
			a := o.adapter(func(o *Options) { o.After = timers.After })
			answered := make(chan *httptest.ResponseRecorder)
			go func() { answered <- o.deliver(a, c.activity) }()
			timers.Wait(c.limit, 1)
			o.clock.Set(noon.Add(c.limit))
			timers.Fire()
			w := <-answered
			same(t, "status", w.Code, c.status)
			close(hold)
			a.Wait()
			same(t, "events", len(o.happened()), 1)
			same(t, "changes", o.count(pathPut), c.puts)
		})
	}
	if invokeLimit >= 5*time.Second || turnLimit >= 15*time.Second {
		t.Error("the platform waits for 5 and 15 seconds")
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		known, client, want string
	}{
		"known":           {"en", "ja-JP", DefaultWords("en").Accepted},
		"as the client's": {"", "en-GB", DefaultWords("en").Accepted},
		"nobody knows":    {"", "", DefaultWords("ja").Accepted},
	} {
		o := newOffice(t)
		a := o.adapter(func(o *Options) { o.Lang = func(chat.Account) string { return c.known } })
		_, content := taskOf(t, o.deliver(a, merged(invoke(invokeFetch, pressing("x", "")), object{"locale": c.client})))
		if !strings.Contains(content, c.want) {
			t.Errorf("%s: %s", name, content)
		}
	}
}

func TestPanicBeforeAnAnswer(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter(func(o *Options) { o.Words = func(string) Words { panic(testWords) } })
	same(t, "status", o.deliver(a, invoke(invokeFetch, pressing("x.open", ""))).Code, http.StatusServiceUnavailable)
	same(t, "the next one", o.deliver(a, nil).Code, http.StatusOK)
	a.Wait()
	if log := o.logged(); strings.Contains(log, testWords) || !strings.Contains(log, "stack") {
		t.Errorf("the log must hold a stack and no words")
	}
}
