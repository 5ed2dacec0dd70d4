package handlers_test

import (
	"fmt"
	"net/http"
	"testing"

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
