package teams

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// ManifestOptions is what an app's manifest depends on. AppID and the
// developer's name and website are required: people see them before they add
// the app.
type ManifestOptions struct {
	AppID string // of the bot's registration, a GUID
	// Version is the app's, such as 1.0.0. An organisation's catalogue takes a
	// changed package only with a higher one. Default: 1.0.0.
	Version string
	// Name is what the app is called, in every language. Default: 月イチ, in
	// English Tsukiichi.
	Name      string
	Developer Developer
}

// Developer is who answers for the app: the city. Addresses are https.
type Developer struct {
	Name    string // at most 32 characters
	Website string // where people find help
	Privacy string // what happens to what they write; default: Website
	Terms   string // of use; default: Website
}

// ErrManifest is wrapped by the errors of [Manifest] and [Package].
var ErrManifest = errors.New("teams: manifest")

// What the schema of the manifest, version 1.29, lets through.
const (
	maxAppName       = 30
	maxDeveloperName = 32
)

// Manifest is the app's manifest as JSON, in Japanese, with the words in other
// languages in files of their own (see [Package]). The bot lives in personal
// chats, takes no files and asks for no rights. The errors say all that is
// missing at once.
func Manifest(o ManifestOptions) ([]byte, error) {
	if err := o.complete(); err != nil {
		return nil, err
	}
	words := japaneseApp()
	if o.Name != "" {
		words.Short = o.Name
	}
	m := manifest{
		Schema:  "https://developer.microsoft.com/json-schemas/teams/v1.29/MicrosoftTeams.schema.json",
		Edition: "1.29", Version: o.Version, ID: appID(o.AppID),
		Developer:   developer{Name: o.Developer.Name, Website: o.Developer.Website, Privacy: o.Developer.Privacy, Terms: o.Developer.Terms},
		Name:        appName{Short: words.Short, Full: words.Full},
		Description: appText{Short: words.Text, Full: words.LongText},
		Icons:       appIcons{Color: colorFile, Outline: outlineFile},
		Accent:      "#2C4A6E",
		Languages:   languages{Default: "ja", More: []language{{Tag: "en", File: englishFile}}},
		Bots: []manifestBot{{
			ID: o.AppID, Scopes: []string{"personal"},
			Commands: []commandList{{Scopes: []string{"personal"}, Commands: words.Commands}},
		}},
		InstallFor: "personal",
	}
	return indent(m)
}

// complete fills what may be left out and says what may not.
func (o *ManifestOptions) complete() error {
	var wrong []error
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf(format, args...)) }
	if o.Version == "" {
		o.Version = "1.0.0"
	}
	if o.AppID = strings.ToLower(o.AppID); !isGUID(o.AppID) {
		say("the bot's app id is a GUID, like 00000000-0000-0000-0000-000000000000")
	}
	if !isVersion(o.Version) {
		say("the version is three numbers, like 1.0.0")
	}
	if n := units(o.Name); n > maxAppName {
		say("the app's name is too long: %d characters of at most %d", n, maxAppName)
	}
	d := &o.Developer
	switch n := units(d.Name); {
	case strings.TrimSpace(d.Name) == "":
		say("the developer's name is missing: who answers for the app, such as the city")
	case n > maxDeveloperName:
		say("the developer's name is too long: %d characters of at most %d", n, maxDeveloperName)
	}
	if d.Website == "" {
		say("the developer's website is missing: the https:// address where people find help")
	}
	for _, link := range []struct {
		what string
		to   *string
	}{{"website", &d.Website}, {"privacy", &d.Privacy}, {"terms", &d.Terms}} {
		if *link.to == "" {
			*link.to = d.Website
		}
		if u, err := url.Parse(*link.to); *link.to != "" && (err != nil || u.Scheme != "https" || u.Host == "" || len(*link.to) > 2048) {
			say("the developer's %s address must begin with https:// and name a host", link.what)
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("%w: %w", ErrManifest, errors.Join(wrong...))
	}
	return nil
}

var numbers = regexp.MustCompile(`^(0|[1-9][0-9]{0,4})\.(0|[1-9][0-9]{0,4})\.(0|[1-9][0-9]{0,4})$`)

func isVersion(s string) bool { return numbers.MatchString(s) }

// appID is the app's id in the catalogue: always the same for the same bot, so
// that a new package replaces the one before (a UUID of version 8, RFC 9562).
func appID(bot string) string {
	sum := sha256.Sum256([]byte("tsukiichi teams app " + bot))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

func indent(v any) ([]byte, error) {
	var sb strings.Builder
	e := json.NewEncoder(&sb)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrManifest, err)
	}
	return []byte(sb.String()), nil
}

// manifest is the part of an app's manifest that is set here. Rights
// (permissions, authorization) and domains are not asked for: they belong to
// tabs and to what an app reads of its own accord.
type manifest struct {
	Schema      string        `json:"$schema"`
	Edition     string        `json:"manifestVersion"`
	Version     string        `json:"version"`
	ID          string        `json:"id"`
	Developer   developer     `json:"developer"`
	Name        appName       `json:"name"`
	Description appText       `json:"description"`
	Icons       appIcons      `json:"icons"`
	Accent      string        `json:"accentColor"`
	Languages   languages     `json:"localizationInfo"`
	Bots        []manifestBot `json:"bots"`
	InstallFor  string        `json:"defaultInstallScope"`
}

type developer struct {
	Name    string `json:"name"`
	Website string `json:"websiteUrl"`
	Privacy string `json:"privacyUrl"`
	Terms   string `json:"termsOfUseUrl"`
}

type appName struct {
	Short string `json:"short"`
	Full  string `json:"full"`
}

type appText struct {
	Short string `json:"short"`
	Full  string `json:"full"`
}

type appIcons struct {
	Color   string `json:"color"`
	Outline string `json:"outline"`
}

type languages struct {
	Default string     `json:"defaultLanguageTag"`
	More    []language `json:"additionalLanguages"`
}

type language struct {
	Tag  string `json:"languageTag"`
	File string `json:"file"`
}

type manifestBot struct {
	ID       string        `json:"botId"`
	Scopes   []string      `json:"scopes"`
	Notifies bool          `json:"isNotificationOnly"`
	Files    bool          `json:"supportsFiles"`
	Commands []commandList `json:"commandLists"`
}

type commandList struct {
	Scopes   []string  `json:"scopes"`
	Commands []command `json:"commands"`
}

// command is a line that Teams offers to type: its title is what is sent.
type command struct {
	Title       string `json:"title"`
	Description string `json:"description"`
}
