module github.com/mattn/go-sqlite3

go 1.26

require modernc.org/sqlite v1.60.1
