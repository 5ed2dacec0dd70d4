package handlers_test

import (
	"fmt"
	"net/http"
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

func TestAuditLog(t *testing.T) {
	t.Parallel()
	s, admin, member := office(t)
	for n := range 60 {
		s.Exec("INSERT INTO audit_log (at, actor_kind, actor_name, action) VALUES (?, 'user', 'x', ?)", storetest.Now.Unix()-int64(n)*3600, fmt.Sprintf("did <b>%d</b>", n))
	}
	s.visitor().signIn("/client-portal/login", "ghost", "wrong")
	member.get("/admin/audit").wantStatus(http.StatusForbidden)
	admin.get("/admin/audit").wantText("signed in", "sign-in failed", "Nobody known", "Older").wantNoText("<b>0", "ghost")
	admin.get("/admin/audit?q=did+%3Cb%3E59").wantText("did <b>59</b>").wantNoText("did <b>58")
	admin.get("/admin/audit?date_from=2026-11-20&date_to=2026-11-20").wantText("did <b>59</b>").wantNoText("sign-in failed")
	admin.get("/admin/audit?date_from=nonsense").wantStatus(http.StatusUnprocessableEntity)
	if n := admin.htmx("/admin/audit?page=last").wantStatus(http.StatusOK).doc().Find("tbody tr").Length(); n != 25 {
		t.Errorf("%d rows on the last page", n)
	}
}

// The log is narrowed to a kind of record or to one record, which it names and leads to
// while it is there.
func TestAuditLogOfARecord(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	a, b := s.Client(storetest.Client{Name: "Acme"}), s.Client(storetest.Client{Name: "Bolt"})
	for _, id := range []portal.ClientID{a, b} {
		page := fmt.Sprintf("/admin/clients/%d", id)
		admin.submit(page+"/deactivate", page+"/deactivate", nil).wantStatus(http.StatusSeeOther)
	}
	s.Exec("DELETE FROM clients WHERE id = ?", b)

	list := admin.get("/admin/audit?kind=client")
	list.wantText("client deactivated", "Acme", fmt.Sprintf("client %d", b)).wantNoText("signed in")
	if links := list.doc().Find("tbody a"); links.Length() != 1 || links.AttrOr("href", "") != fmt.Sprintf("/admin/clients/%d", a) {
		t.Errorf("%d links to records", links.Length())
	}
	admin.get(fmt.Sprintf("/admin/audit?record=client-%d", a)).wantText("Acme").wantNoText(fmt.Sprintf("client %d", b))
	admin.get("/admin/audit?kind=sign-in").wantText("signed in").wantNoText("client deactivated")
	for _, query := range []string{"kind=bogus", "record=client", "record=client-x", "record=client-99999999999999999999", "q=a%0Ab"} {
		admin.get("/admin/audit?" + query).wantStatus(http.StatusUnprocessableEntity)
	}
	admin.get("/admin/audit?record=nothing-1").wantStatus(http.StatusOK).wantText("No entry of the log matches.")
}
