package teams

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/infracloudio/msbotbuilder-go/schema"
)

// maxResponse is how much of a response is read.
const maxResponse = 1 << 20

// connector speaks the Bot Framework's connector REST API, version 3.
type connector struct {
	hosts  serviceHosts
	tokens *tokens
	client *http.Client
	now    func() time.Time
}

func newConnector(o Options, hosts serviceHosts, t *tokens) *connector {
	return &connector{hosts: hosts, tokens: t, client: plainClient(o.Client), now: o.Now}
}

// outgoing is an activity as it is sent: what the library's would hold besides
// (times of the year 1, empty suggestions) is left out.
type outgoing struct {
	Type         schema.ActivityTypes `json:"type"`
	From         *party               `json:"from,omitempty"`
	Recipient    *party               `json:"recipient,omitempty"`
	Conversation *party               `json:"conversation,omitempty"`
	Summary      string               `json:"summary,omitempty"`
	Attachments  []schema.Attachment  `json:"attachments,omitempty"`
}

type party struct {
	ID string `json:"id"`
}

func partyOf(id string) *party {
	if id == "" {
		return nil
	}
	return &party{ID: id}
}

func outgoingOf(act schema.Activity) outgoing {
	return outgoing{
		Type: act.Type, From: partyOf(act.From.ID), Recipient: partyOf(act.Recipient.ID),
		Conversation: partyOf(act.Conversation.ID), Summary: act.Summary, Attachments: act.Attachments,
	}
}

// post puts an activity into a conversation and returns its id, which may be
// "" although it arrived.
func (c *connector) post(ctx context.Context, act schema.Activity) (id string, err error) {
	raw, err := c.call(ctx, http.MethodPost, act.ServiceURL, activitiesPath(act.Conversation.ID), outgoingOf(act))
	if err != nil {
		return "", err
	}
	return readID(raw)
}

// change replaces an activity.
func (c *connector) change(ctx context.Context, act schema.Activity) error {
	path := activitiesPath(act.Conversation.ID) + "/" + url.PathEscape(act.ID)
	_, err := c.call(ctx, http.MethodPut, act.ServiceURL, path, outgoingOf(act))
	return err
}

// activitiesPath is the path of a conversation's activities. Ids hold signs
// that mean something in a path.
func activitiesPath(conversation string) string {
	return "/v3/conversations/" + url.PathEscape(conversation) + "/activities"
}

// create makes the personal chat with a person of the organisation's directory
// and returns its id.
func (c *connector) create(ctx context.Context, service, app, tenant, person string) (conversation string, err error) {
	type id = map[string]string
	raw, err := c.call(ctx, http.MethodPost, service, "/v3/conversations", map[string]any{
		"bot": id{"id": "28:" + app}, "isGroup": false, "members": []id{{"id": person}}, "tenantId": tenant,
		"channelData": map[string]any{"tenant": id{"id": tenant}},
	})
	if err != nil {
		return "", err
	}
	conversation, err = readID(raw)
	if err == nil && conversation == "" {
		err = errGarbage
	}
	return conversation, err
}

// readID reads {"id":…}. An empty answer holds none.
func readID(raw []byte) (string, error) {
	var out struct {
		ID string `json:"id"`
	}
	if len(strings.TrimSpace(string(raw))) == 0 {
		return "", nil
	}
	if json.Unmarshal(raw, &out) != nil {
		return "", errGarbage
	}
	return out.ID, nil
}

// call makes one call and returns the body of the response. A token that is
// not accepted is replaced once. The error is a *callError where the connector
// or the login said no, or wraps errHost, errRefused or the context's.
func (c *connector) call(ctx context.Context, method, service, path string, body any) ([]byte, error) {
	base, ok := c.hosts.base(service)
	if !ok {
		return nil, errHost
	}
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	payload := ""
	if body != nil {
		payload = compact(body)
	}
	for again := true; ; again = false {
		token, err := c.tokens.get(ctx)
		if err != nil {
			return nil, err
		}
		raw, err := c.once(ctx, method, base+path, payload, token)
		var call *callError
		if errors.As(err, &call) && call.status == http.StatusUnauthorized {
			if c.tokens.drop(token); again {
				continue
			}
		}
		return raw, err
	}
}

func (c *connector) once(ctx context.Context, method, address, payload, token string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(payload))
	if err != nil {
		return nil, errHost
	}
	if payload != "" { // a GET with a body is refused by some proxies
		req.Header.Set("Content-Type", "application/json; charset=utf-8")
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := c.client.Do(req)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, maxResponse))
	if resp.StatusCode/100 != 2 {
		return nil, readError(resp.StatusCode, resp.Header, raw, c.now())
	}
	return raw, err
}
