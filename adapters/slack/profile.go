package slack

import (
	"context"
	"strings"
	"sync"
	"time"

	sdk "github.com/slack-go/slack"

	"tsukiichi/bot/chat"
)

// profiles remembers what the workspace tells about people: users.info allows
// about a hundred calls a minute, and every event wants a profile.
type profiles struct {
	mu    sync.Mutex
	known map[string]remembered // by account
}

type remembered struct {
	profile chat.Profile
	until   time.Time
}

// How long a profile is good, how long a failed look-up is left alone, and how
// long one may keep an event waiting.
const (
	profileGood  = 12 * time.Hour
	profileRetry = 30 * time.Second
	profileWait  = time.Second
)

func newProfiles() *profiles { return &profiles{known: map[string]remembered{}} }

func (p *profiles) get(a chat.Account, now time.Time) (chat.Profile, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	r, ok := p.known[a.String()]
	return r.profile, ok && now.Before(r.until)
}

func (p *profiles) put(a chat.Account, profile chat.Profile, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.known) >= memoryLimit {
		p.known = map[string]remembered{}
	}
	p.known[a.String()] = remembered{profile: profile, until: until}
}

// profile is what the workspace tells about the account. Without an answer in
// time it is empty: the event goes on, and the next one asks again.
func (a *Adapter) profile(ctx context.Context, who chat.Account) chat.Profile {
	now := a.o.Now()
	if known, ok := a.profiles.get(who, now); ok {
		return known
	}
	ctx, cancel := context.WithTimeout(ctx, profileWait)
	defer cancel()
	u, err := a.api.GetUserInfoContext(ctx, who.ID)
	if err != nil {
		a.trouble("users.info", err)
		a.profiles.put(who, chat.Profile{}, now.Add(profileRetry))
		return chat.Profile{}
	}
	p := profileOf(*u)
	a.profiles.put(who, p, now.Add(profileGood))
	return p
}

func profileOf(u sdk.User) chat.Profile {
	name := u.Profile.RealName
	if name == "" {
		name = u.RealName
	}
	lang, _, _ := strings.Cut(u.Locale, "-") // ja-JP
	p := chat.Profile{Name: name, Locale: lang, Zone: u.TZ}
	// An address counts where the workspace vouches for it: guests and people
	// of other organisations name their own.
	if !u.IsStranger && !u.IsBot && !u.Deleted {
		p.Email = u.Profile.Email
	}
	return p
}

// words are the adapter's words in the account's language.
func (a *Adapter) words(who chat.Account) Words {
	if a.o.Lang != nil {
		if lang := a.o.Lang(who); lang != "" {
			return a.o.Words(lang)
		}
	}
	known, _ := a.profiles.get(who, a.o.Now())
	return a.o.Words(known.Locale)
}

func (p *profiles) forget(a chat.Account) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.known, a.String())
}
