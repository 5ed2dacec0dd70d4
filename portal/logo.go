package portal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"strings"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"
)

// LogoBytes is how large a picture may be that is sent.
const LogoBytes = 1 << 20

// A picture of few bytes may unfold to many pixels: its size is read before the rest. What
// is kept fits a letterhead on a fine screen.
const (
	logoSide   = 4096
	logoPixels = 8_000_000
	logoWidth  = 512
	logoHeight = 256
)

// Logo is the company's picture as pages refer to it.
type Logo struct {
	Hash   string // of what it shows; empty where there is none
	Width  int    // pixels
	Height int
}

// LogoImage is the picture itself.
type LogoImage struct {
	Logo
	PNG []byte
}

// pictureFormat is a kind of file, known by how it begins, and how it is read.
type pictureFormat struct {
	begins func(string) bool
	size   func(io.Reader) (image.Config, error)
	read   func(io.Reader) (image.Image, error)
}

func pictureFormats() []pictureFormat {
	begins := func(with string) func(string) bool {
		return func(file string) bool { return strings.HasPrefix(file, with) }
	}
	isWebP := func(file string) bool {
		return len(file) > 12 && file[:4] == "RIFF" && file[8:12] == "WEBP"
	}
	return []pictureFormat{
		{begins("\x89PNG\r\n\x1a\n"), png.DecodeConfig, png.Decode},
		{begins("\xff\xd8\xff"), jpeg.DecodeConfig, jpeg.Decode},
		{isWebP, webp.DecodeConfig, webp.Decode},
	}
}

// ReadLogo draws a picture that was sent anew, small enough to be kept: what else its file
// held is gone. A fault says in a sentence what is wrong with the file.
func ReadLogo(file []byte) (logo LogoImage, fault string) {
	switch {
	case len(file) == 0:
		return logo, "This file is empty. Choose another picture."
	case len(file) > LogoBytes:
		return logo, "This picture is larger than 1 MB. Choose a smaller one."
	}
	format, fault := formatOf(file)
	if fault != "" {
		return logo, fault
	}
	picture, err := format.read(bytes.NewReader(file))
	if err != nil || picture.Bounds().Empty() {
		return logo, unreadablePicture
	}
	logo, err = drawLogo(picture)
	if err != nil {
		return LogoImage{}, unreadablePicture
	}
	return logo, ""
}

const unreadablePicture = "This picture cannot be read: it may be damaged. Save it again as PNG and send that."

// formatOf looks at how a file begins, and whether its picture can be unfolded safely.
func formatOf(file []byte) (format pictureFormat, fault string) {
	for _, format = range pictureFormats() {
		if !format.begins(string(file[:min(len(file), 16)])) {
			continue
		}
		size, err := format.size(bytes.NewReader(file))
		switch {
		case err != nil || size.Width <= 0 || size.Height <= 0:
			return format, unreadablePicture
		case size.Width > logoSide || size.Height > logoSide || size.Width*size.Height > logoPixels:
			return format, fmt.Sprintf("This picture is %d by %d pixels. Choose one of at most %d either way, and 8 million in all.", size.Width, size.Height, logoSide)
		}
		return format, ""
	}
	return format, "Choose a PNG, JPEG or WebP picture."
}

// drawLogo scales a picture down where it is too large, and writes it as PNG.
func drawLogo(picture image.Image) (LogoImage, error) {
	from := picture.Bounds()
	scale := min(1, float64(logoWidth)/float64(from.Dx()), float64(logoHeight)/float64(from.Dy()))
	to := image.NewRGBA(image.Rect(0, 0, max(1, int(float64(from.Dx())*scale+0.5)), max(1, int(float64(from.Dy())*scale+0.5))))
	draw.CatmullRom.Scale(to, to.Bounds(), picture, from, draw.Src, nil)

	var file bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&file, to); err != nil {
		return LogoImage{}, err
	}
	sum := sha256.Sum256(file.Bytes())
	return LogoImage{Logo{hex.EncodeToString(sum[:16]), to.Bounds().Dx(), to.Bounds().Dy()}, file.Bytes()}, nil
}
