package main

import (
	"testing"

	"tsukiichi/bot/chat"
)

// TestOwnWorkspace: until Slack has said which workspace is ours, its
// signature vouches for everybody; afterwards another tenant is not ours.
func TestOwnWorkspace(t *testing.T) {
	t.Parallel()
	p := &slackParts{}
	here, there := chat.Account{Platform: "slack", Tenant: "T1", ID: "U1"}, chat.Account{Platform: "slack", Tenant: "T2", ID: "U1"}
	if !p.ours(here) || !p.ours(there) {
		t.Error("before Slack has answered nobody is refused")
	}
	own := "T1"
	p.workspace.Store(&own)
	if !p.ours(here) || p.ours(there) {
		t.Errorf("here %t, there %t", p.ours(here), p.ours(there))
	}
}
