package portal_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"foyer/portal"
)

// picture draws something that is neither all of one colour nor opaque.
func picture(width, height int) image.Image {
	p := image.NewNRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		p.Set(x, x*height/width, color.NRGBA{200, 30, 30, uint8(x)})
	}
	return p
}

func asPNG(t testing.TB, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asJPEG(t testing.TB, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tinyWebP is one pixel, lossless.
func tinyWebP(t testing.TB) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// C59: what is kept is a PNG of our own, small enough, and holds nothing else that was in
// the file.
func TestReadLogo(t *testing.T) {
	t.Parallel()
	payload := "<script>alert(1)</script>"
	for name, c := range map[string]struct {
		file          []byte
		width, height int
	}{
		"png":           {asPNG(t, picture(120, 60)), 120, 60},
		"jpeg":          {asJPEG(t, picture(64, 64)), 64, 64},
		"webp":          {tinyWebP(t), 1, 1},
		"wide":          {asPNG(t, picture(2048, 512)), 512, 128},
		"tall":          {asPNG(t, picture(300, 1024)), 75, 256},
		"a hair":        {asPNG(t, picture(4000, 1)), 512, 1},
		"trailing":      {append(asPNG(t, picture(10, 10)), payload...), 10, 10},
		"with metadata": {withChunk(asPNG(t, picture(10, 10)), "tEXt", "Comment\x00"+payload), 10, 10},
		"jpeg comment":  {append([]byte("\xff\xd8\xff\xfe\x00\x1b"+payload), asJPEG(t, picture(9, 9))[2:]...), 9, 9},
	} {
		logo, fault := portal.ReadLogo(c.file)
		if fault != "" || logo.Width != c.width || logo.Height != c.height {
			t.Errorf("%s: %d by %d, %q", name, logo.Width, logo.Height, fault)
			continue
		}
		kept, err := png.Decode(bytes.NewReader(logo.PNG))
		if err != nil || kept.Bounds().Dx() != c.width || len(logo.Hash) != 32 {
			t.Errorf("%s: %v, hash %q", name, err, logo.Hash)
		}
		if strings.Contains(string(logo.PNG), "script") || !bytes.HasSuffix(logo.PNG, []byte("IEND\xaeB`\x82")) {
			t.Errorf("%s: something came along", name)
		}
	}
}

// withChunk puts a chunk of a PNG behind its header.
func withChunk(file []byte, kind, data string) []byte {
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	chunk = append(chunk, kind+data...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	const header = 8 + 25
	return append(append(append([]byte{}, file[:header]...), chunk...), file[header:]...)
}

// bomb is a PNG that says it is huge, in few bytes.
func bomb(t testing.TB, width, height uint32) []byte {
	file := asPNG(t, picture(1, 1))
	binary.BigEndian.PutUint32(file[16:], width)
	binary.BigEndian.PutUint32(file[20:], height)
	binary.BigEndian.PutUint32(file[29:], crc32.ChecksumIEEE(file[12:29]))
	return file
}

// C59: anything else is refused with a sentence.
func TestReadLogoRefuses(t *testing.T) {
	t.Parallel()
	good := asPNG(t, picture(50, 50))
	for name, c := range map[string]struct {
		file []byte
		says string
	}{
		"nothing":         {nil, "empty"},
		"too many bytes":  {append(good, make([]byte, 1<<20)...), "1 MB"},
		"svg":             {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "PNG, JPEG or WebP"},
		"gif":             {[]byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"), "PNG, JPEG or WebP"},
		"html":            {[]byte("<!DOCTYPE html><script>alert(1)</script>"), "PNG, JPEG or WebP"},
		"html named png":  {[]byte("\x89PNG\r\n\x1a\n<script>alert(1)</script>"), "cannot be read"},
		"cut short":       {good[:len(good)/2], "cannot be read"},
		"header alone":    {good[:33], "cannot be read"},
		"jpeg cut short":  {asJPEG(t, picture(50, 50))[:200], "cannot be read"},
		"webp cut short":  {tinyWebP(t)[:20], "cannot be read"},
		"a bad checksum":  {append(append([]byte{}, good[:40]...), bytes.Repeat([]byte{7}, 40)...), "cannot be read"},
		"50k by 50k":      {bomb(t, 50_000, 50_000), "50000 by 50000"},
		"one side":        {bomb(t, 4097, 1), "4097 by 1"},
		"too many pixels": {bomb(t, 4096, 4096), "8 million"},
		"no pixels":       {bomb(t, 0, 10), "cannot be read"},
	} {
		if logo, fault := portal.ReadLogo(c.file); !strings.Contains(fault, c.says) || logo.Hash != "" || logo.PNG != nil {
			t.Errorf("%s: %q", name, fault)
		}
	}
}

// Whatever is broken in a file, it is a sentence or a picture, never a panic.
func TestBrokenPictures(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for _, whole := range [][]byte{asPNG(t, picture(40, 20)), asJPEG(t, picture(40, 20)), tinyWebP(t)} {
		for range 300 {
			file := bytes.Clone(whole[:1+random.IntN(len(whole))])
			for range random.IntN(4) {
				file[random.IntN(len(file))] = byte(random.Uint32())
			}
			if logo, fault := portal.ReadLogo(file); (fault == "") != (logo.Hash != "") {
				t.Errorf("%x: %q and %q", file, fault, logo.Hash)
			}
		}
	}
}
