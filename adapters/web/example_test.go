package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"tsukiichi/adapters/web"
	"tsukiichi/bot/chat"
)

// silent is a conversation core that has nothing to say.
type silent struct{}

func (silent) Handle(context.Context, chat.Event) (chat.Answer, error) { return chat.Answer{}, nil }

// A page for one account, mounted below a path, and a message that appears on
// it: what the root package ties together.
func Example() {
	noon := func() time.Time { return time.Date(2026, 7, 15, 12, 0, 0, 0, time.UTC) }
	inbox, live := web.NewMemory(), web.NewLive()
	defer live.Close()
	pages, err := web.New(web.Options{
		Handler: silent{}, Inbox: inbox, Live: live, Now: noon,
		NewID: func() string { return "an id that never repeats" },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	yamada := chat.Account{Platform: "web", Tenant: "city", ID: "yamada"}
	signedIn := func(*http.Request) (chat.Account, bool) { return yamada, true } // a session's account
	mux := http.NewServeMux()
	mux.Handle("/me/", http.StripPrefix("/me", pages.Person(signedIn)))

	message, err := chat.NewMessage("今月の面談", []chat.Block{chat.Line("予定を決めましょう。")})
	if err != nil {
		fmt.Println(err)
		return
	}
	sender := &web.Sender{Inbox: inbox, Live: live, Now: noon}
	if _, err := sender.Send(context.Background(), chat.Dispatch{ID: "d-1", To: chat.Address{Account: yamada}, Message: message}); err != nil {
		fmt.Println(err)
		return
	}

	answer := httptest.NewRecorder()
	mux.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/me/chat", nil))
	fmt.Println(answer.Code, strings.Contains(answer.Body.String(), "予定を決めましょう。"))
	// Output: 200 true
}
