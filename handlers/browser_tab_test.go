package handlers_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a tab waits for anything: much, as the machine may be busy.
const patience = 30 * time.Second

// tab is a browser's tab with cookies of its own. What the browser complains about in
// it fails the test: console errors, exceptions, dialogs, what the content policy blocks.
type tab struct {
	ctx  context.Context
	site *site
	t    testing.TB

	mu        sync.Mutex
	faults    []string
	tolerated []string
}

func (b *browser) tab(t testing.TB, s *site) *tab {
	t.Helper()
	v := &tab{site: s, t: t}
	ctx, end := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(v.hear))
	v.ctx = ctx
	t.Cleanup(end)
	if err := chromedp.Do(ctx, enable(audits.Enable)); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	v.call(chromedp.EmulateViewport(1280, 900), command(emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}))
	v.media("light", "")
	t.Cleanup(v.check)
	return v
}

func enable(c cdp.Command[cdp.Empty, cdp.Empty]) chromedp.Action[chromedp.Void] {
	return command(c, cdp.Empty{})
}

func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, c, params)
		return err
	})
}

// withoutScripts switches the pages' scripts off, as some readers do.
func (v *tab) withoutScripts() *tab {
	v.call(command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
	return v
}

// media is how the reader wants pages: a colour scheme, and "print" or empty.
func (v *tab) media(scheme, kind string) {
	v.t.Helper()
	v.call(command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: kind, Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}}))
}

// hear runs while the tab's messages are read, so it must not wait for anything.
func (v *tab) hear(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		v.fault("exception: %s", e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		v.fault("console.%s: %s", e.Type, consoleText(e.Args))
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			v.fault("log: %s %s", e.Entry.Text, e.Entry.URL)
		}
	case *cdpage.EventJavascriptDialogOpening:
		v.fault("dialog: %s", e.Message)
		go func() {
			_, _ = chromedp.Call(v.ctx, cdpage.HandleJavaScriptDialog, cdpage.HandleJavaScriptDialogParams{})
		}()
	case *audits.EventIssueAdded:
		if e.Issue.Code == audits.InspectorIssueCodeContentSecurityPolicyIssue {
			d := e.Issue.Details.ContentSecurityPolicyIssueDetails
			v.fault("content policy: %s blocked %s", d.ViolatedDirective, d.BlockedURL)
		}
	}
}

func consoleText(args []*runtime.RemoteObject) string {
	var b strings.Builder
	for _, a := range args {
		fmt.Fprintf(&b, "%s %s ", a.Value, a.Description)
	}
	return b.String()
}

func (v *tab) fault(format string, args ...any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.faults = append(v.faults, fmt.Sprintf(format, args...))
}

// tolerate names what the browser will complain of and should: Chromium logs every
// answer that is an error, the wanted ones too.
func (v *tab) tolerate(texts ...string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.tolerated = append(v.tolerated, texts...)
}

// check reports what the browser complained of.
func (v *tab) check() {
	v.t.Helper()
	_ = evaluate[bool](v, "true") // what was complained of before is heard by then
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, fault := range v.faults {
		if !containsAny(fault, v.tolerated) {
			v.t.Errorf("the browser complains: %s", fault)
		}
	}
}

func containsAny(s string, parts []string) bool {
	for _, part := range parts {
		if strings.Contains(s, part) {
			return true
		}
	}
	return false
}

// call runs actions that must work.
func (v *tab) call(actions ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	ctx, end := context.WithTimeout(v.ctx, patience)
	defer end()
	if err := chromedp.Do(ctx, actions...); err != nil {
		v.t.Fatalf("at %s: %v", v.address(), err)
	}
}

// evaluate asks the page. That works where its own scripts are off, too.
func evaluate[T any](v *tab, expression string) T {
	v.t.Helper()
	ctx, end := context.WithTimeout(v.ctx, patience)
	defer end()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		v.t.Fatalf("at %s: evaluate %s: %v", v.address(), clipped(expression, 200), err)
	}
	return value
}
