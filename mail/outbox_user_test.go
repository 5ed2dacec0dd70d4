package mail_test

import (
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

// C56: a user whose access was closed or who moved since gets no link either, even when it
// happens at the last moment. A user of the portal alone needs its client, too.
func TestOutboxChecksUsersAgain(t *testing.T) {
	t.Parallel()
	for change, wants := range map[string][2]bool{ // who works for the studio, who reads the portal alone
		"UPDATE users SET full_name = 'Sam'":                             {true, true},
		"UPDATE users SET active = 0":                                    {false, false},
		"UPDATE users SET email = 'other@example.com'":                   {false, false},
		"DELETE FROM users":                                              {false, false},
		"UPDATE clients SET active = 0":                                  {true, false},
		"UPDATE clients SET portal_enabled = 0":                          {true, true}, // the client's own access
		"UPDATE users SET client_portal_enabled = 0, client_id = NULL":   {true, false},
		"UPDATE users SET client_portal_enabled = 0 WHERE portal_only=1": {true, false},
	} {
		for n, want := range wants {
			for when, late := range map[string]bool{"before": false, "while sending": true} {
				p := newPost(t)
				user := portal.AccountRef{Kind: portal.UserAccount, ID: p.User(storetest.User{PortalOf: p.client(t), PortalOnly: n == 1, NoPassword: true})}
				p.Exec("UPDATE users SET email = 'client@example.com'")
				id := p.queueTo(user, portal.MailSetup, "first")
				if late {
					p.Sender = between{p.Sender, func() { p.Exec(change) }}
				} else {
					p.Exec(change)
				}
				p.drain()
				state := map[bool]string{true: "sent 1 0", false: "expired 1 0"}[want]
				if got := p.state(id); got != state || len(p.server.Mails()) == 1 != want {
					t.Errorf("%s, %s, user %d: %s, %d mails", change, when, n+1, got, len(p.server.Mails()))
				}
				if live := p.Int("SELECT count(*) FROM users WHERE password_setup_token IS NOT NULL") == 1; live != want {
					t.Errorf("%s, %s, user %d: a live link: %v", change, when, n+1, live)
				}
			}
		}
	}
}
