-- The company's logo: always a PNG that was drawn here, in a table of its own, as every request
-- reads the settings and none but the picture's own reads the picture. hash names it in its address,
-- so that a browser may keep it for good.

-- +migrate Up
CREATE TABLE logo (
    id     INTEGER PRIMARY KEY CHECK (id = 1) REFERENCES settings (id) ON DELETE CASCADE,
    hash   TEXT NOT NULL CHECK (length(hash) = 32),
    width  INTEGER NOT NULL CHECK (width > 0),
    height INTEGER NOT NULL CHECK (height > 0),
    png    BLOB NOT NULL CHECK (length(png) > 0)
) STRICT;

-- +migrate Down
DROP TABLE logo;
