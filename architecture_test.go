package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// rooms says which of our packages each may import. One that is not here fails the test.
var rooms = map[string][]string{
	"foyer":                      {"foyer/handlers", "foyer/importer/timetracker", "foyer/mail", "foyer/portal", "foyer/static", "foyer/store", "foyer/store/demodata"},
	"foyer/bench/attack":         nil,
	"foyer/handlers":             {"foyer/portal", "foyer/static", "foyer/views"},
	"foyer/views":                {"foyer/portal", "foyer/static"},
	"foyer/portal":               nil,
	"foyer/mail":                 {"foyer/portal", "foyer/views"},
	"foyer/mail/mailtest":        nil,
	"foyer/static":               nil,
	"foyer/static/compress":      nil,
	"foyer/migrations":           nil,
	"foyer/store":                {"foyer/migrations", "foyer/portal"},
	"foyer/store/storetest":      {"foyer/portal", "foyer/store"},
	"foyer/store/demodata":       {"foyer/portal", "foyer/store"},
	"foyer/importer/timetracker": {"foyer/portal", "foyer/store"},
	"foyer/bench":                {"foyer/handlers", "foyer/migrations", "foyer/portal", "foyer/store", "foyer/views"},
}

// keepers says which packages alone may import what others must not know of.
var keepers = map[string][]string{
	"github.com/gofiber/fiber":       {"foyer", "foyer/handlers", "foyer/bench"},
	"github.com/valyala/fasthttp":    {"foyer/handlers", "foyer/bench"},
	"github.com/a-h/templ":           {"foyer/handlers", "foyer/views"},
	"database/sql":                   {"foyer/store", "foyer/store/storetest", "foyer/importer/timetracker", "foyer/bench"},
	"modernc.org/sqlite":             {"foyer/store", "foyer/store/storetest", "foyer/importer/timetracker", "foyer/bench"},
	"github.com/gofiber/storage":     {"foyer/store"},
	"zombiezen.com/go/sqlite":        {"foyer/store"},
	"github.com/rubenv/sql-migrate":  {"foyer/store"},
	"github.com/xhit/go-simple-mail": {"foyer/mail"},
	"github.com/urfave/cli":          {"foyer"},
	"github.com/andybalholm/brotli":  {"foyer/static/compress"},
	"net/smtp":                       nil,
	"html/template":                  nil,
	"text/template":                  nil,
}

type listed struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) (list []listed) {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(out))
	for {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

// Who may know whom.
func TestRooms(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		allowed, known := rooms[p.ImportPath]
		if !known {
			t.Errorf("the house has no room %s", p.ImportPath)
		}
		for _, imported := range p.Imports {
			if strings.HasPrefix(imported+"/", "foyer/") && !slices.Contains(allowed, imported) {
				t.Errorf("%s knows %s", p.ImportPath, imported)
			}
			for library, who := range keepers {
				if strings.HasPrefix(imported+"/", library+"/") && !slices.Contains(who, p.ImportPath) {
					t.Errorf("%s imports %s", p.ImportPath, imported)
				}
			}
			if p.ImportPath == "foyer/portal" && foreign(imported) && !strings.HasPrefix(imported, "golang.org/x/") && imported != guesses {
				t.Errorf("the rules depend on %s", imported)
			}
		}
	}
}

// guesses knows the passwords that are tried first; it reads and writes nothing.
const guesses = "github.com/ccojocar/zxcvbn-go"

// foreign tells modules from the standard library by the dot in their host's name.
func foreign(imported string) bool {
	host, _, _ := strings.Cut(imported, "/")
	return strings.Contains(host, ".")
}

// written lists the files of the house that people write and that end in one of suffixes.
func written(t *testing.T, suffixes ...string) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (name == "node_modules" || len(name) > 1 && name[0] == '.'):
			return fs.SkipDir
		case entry.IsDir() || strings.HasSuffix(name, "_templ.go"):
			return nil
		}
		if slices.Contains(suffixes, filepath.Ext(name)) {
			paths = append(paths, filepath.ToSlash(path))
		}
		return nil
	})
	if err != nil || len(paths) == 0 {
		t.Fatalf("no %v: %v", suffixes, err)
	}
	return paths
}

// A file is read in one sitting.
func TestFilesAreShort(t *testing.T) {
	t.Parallel()
	for _, path := range written(t, ".go", ".templ") {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if lines := bytes.Count(text, []byte("\n")); lines > 300 {
			t.Errorf("%s has %d lines", path, lines)
		}
	}
}

// What pages must not hold, for the content policy to hold (C35), and data not become
// markup (C38).
var unsafeMarkup = map[string]*regexp.Regexp{
	"markup from data":    regexp.MustCompile(`templ\.(Raw|UnsafeURL|SafeURL|SafeCSS|JSFuncCall|JSUnsafeFuncCall|ComponentScript)`),
	"an inline style":     regexp.MustCompile(`\sstyle=|<style|^css `),
	"an inline script":    regexp.MustCompile(`<script>|<script [^>]*[^/]>[^<]|^script |\son[a-z]+=|javascript:|hx-on|hx-vals="js:`),
	"another site's file": regexp.MustCompile(`(src|href)="(https?:)?//`),
}

// letter is no page: mail programs understand inline styles alone.
const letter = "views/letter.templ"

func TestPagesStayWithinThePolicy(t *testing.T) {
	t.Parallel()
	for _, path := range written(t, ".templ", ".go") {
		if filepath.Ext(path) == ".go" && (!strings.HasPrefix(path, "views/") || strings.HasSuffix(path, "_test.go")) {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(text), "\n") {
			for what, pattern := range unsafeMarkup {
				if pattern.MatchString(line) && !(path == letter && what == "an inline style") {
					t.Errorf("%s:%d has %s: %s", path, n+1, what, line)
				}
			}
		}
	}
}

// Today is asked for at the top and passed down: SQL that knows the time can't be tested.
func TestSQLKnowsNoClock(t *testing.T) {
	t.Parallel()
	clock := regexp.MustCompile(`(?i)'now'|current_(timestamp|date|time)|unixepoch\(\)`)
	for _, path := range written(t, ".go", ".sql") {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if found := clock.Find(text); found != nil && path != "architecture_test.go" {
			t.Errorf("%s: %s", path, found)
		}
	}
}

// C45, C71: fiber's readers that guess, echo or believe what a client says of itself.
var unsafeFiber = []string{
	"BodyParser", "QueryParser", "ParamsParser", "CookieParser", "ReqHeaderParser", "FormValue", "FormFile", "MultipartForm", "SaveFile",
	"AutoFormat", "Format", "SendFile", "Download", "BaseURL", "Hostname", "IP", "IPs", "Protocol", "Secure", "Body", "JSON", "Redirect301",
}

func TestHandlersAvoidUnsafeCalls(t *testing.T) {
	t.Parallel()
	inspect(t, func(path string, set *token.FileSet, n ast.Node, _ []string) {
		if !strings.HasPrefix(path, "handlers/") {
			return
		}
		if call, ok := n.(*ast.SelectorExpr); ok && slices.Contains(unsafeFiber, call.Sel.Name) {
			if of, ok := call.X.(*ast.Ident); ok && of.Name == "c" {
				t.Errorf("%s calls c.%s", set.Position(call.Pos()), call.Sel.Name)
			}
		}
	})
}

// Below main the clock is passed in. Where the machine's is meant, a comment on the line
// above says why.
func TestClockIsPassedIn(t *testing.T) {
	t.Parallel()
	uses := 0
	inspect(t, func(path string, set *token.FileSet, n ast.Node, lines []string) {
		call, ok := n.(*ast.SelectorExpr)
		if !ok || !slices.Contains([]string{"Now", "Since", "Until"}, call.Sel.Name) || !strings.Contains(path, "/") {
			return
		}
		if of, ok := call.X.(*ast.Ident); !ok || of.Name != "time" {
			return
		}
		uses++
		at := set.Position(call.Pos())
		if above := lines[at.Line-2]; !strings.Contains(above, "//") || !strings.Contains(above, "clock") {
			t.Errorf("%s reads the clock", at)
		}
	})
	if uses == 0 {
		t.Error("no use of the clock found: the check is blind")
	}
}

// inspect looks at the syntax of all code but tests.
func inspect(t *testing.T, look func(path string, set *token.FileSet, n ast.Node, lines []string)) {
	t.Helper()
	for _, path := range written(t, ".go") {
		if strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "store/storetest/") {
			continue
		}
		set := token.NewFileSet()
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(set, path, text, 0)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(text), "\n")
		ast.Inspect(file, func(n ast.Node) bool {
			look(path, set, n, lines)
			return true
		})
	}
}
