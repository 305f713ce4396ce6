#!/usr/bin/env bash
# Makes the honest files of the corpus: a line or two for each. A file's folder is its media type.
# Debian 12: apt-get install imagemagick ffmpeg libreoffice-writer libreoffice-calc \
#   libreoffice-impress libimage-exiftool-perl libheif-examples libavif-bin chromium
# PyPI: pip install Pillow==13.0.0 python-docx openpyxl python-pptx reportlab html2text mutagen
# PYTHON names a Python that has them. The files differ a little from run to run (times, ids).
set -euo pipefail
cd "$(dirname "$0")"
rm -rf files && mkdir files && cd files
python=${PYTHON:-python3}
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
office=application/vnd.openxmlformats-officedocument

mkdir -p image/{jpeg,png,webp,gif,tiff,heic,avif,bmp} audio/{mpeg,mp4,wav,ogg,webm,flac,aac,opus}
mkdir -p video/{mp4,quicktime,webm} text/{plain,csv,markdown,vtt}
mkdir -p application/{pdf,rtf,json,x-subrip}
mkdir -p "$office".{wordprocessingml.document,spreadsheetml.sheet}
mkdir -p ${office}.presentationml.presentation application/vnd.oasis.opendocument.text

# Pictures by ImageMagick 6, from a picture of its own.
convert -seed 7 -size 48x32 plasma:red-blue "$work/plasma.png"
im() { convert "$work/plasma.png" "$@"; }
im image/jpeg/imagemagick.jpg
im -colorspace CMYK -interlace JPEG image/jpeg/imagemagick-cmyk-progressive.jpeg
im image/png/imagemagick.png
im -colors 4 PNG8:image/png/imagemagick-palette.png
im image/webp/imagemagick.webp
im -define webp:lossless=true image/webp/imagemagick-lossless.webp
im -delay 20 \( +clone -negate \) image/gif/imagemagick-moving.gif
im -compress None image/tiff/imagemagick.tif
im -endian MSB -compress LZW image/tiff/imagemagick-big-endian.tiff
convert -size 200x200 pattern:checkerboard -threshold 50% -depth 1 -type bilevel -compress None \
  image/tiff/imagemagick-bits.tif
im TIFF64:image/tiff/imagemagick-bigtiff.tif
im image/bmp/imagemagick.bmp
im BMP2:image/bmp/imagemagick-version-2.bmp
im BMP3:image/bmp/imagemagick-version-3.bmp

# Pictures as phones and cameras send them: exiftool adds what they write.
cp image/jpeg/imagemagick.jpg image/jpeg/exiftool-camera.jpg
exiftool -q -overwrite_original -Make=Canon -Model='EOS R5' -Orientation#=6 -GPSLatitude=52.5 \
  -GPSLatitudeRef=N -Title='How to use the <body> element' -XMP:Rating=5 \
  image/jpeg/exiftool-camera.jpg
exiftool -q -XMP:Description='<html><body onload=alert(1)>' -o image/png/exiftool-words.png \
  image/png/imagemagick-palette.png
heif-enc -q 40 "$work/plasma.png" -o image/heic/libheif.heic
avifenc "$work/plasma.png" image/avif/libavif.avif >"$work/log"
heif-enc -A -q 40 image/jpeg/imagemagick.jpg -o image/avif/libheif.avif

# Pictures by Pillow.
"$python" - "$work/plasma.png" <<'PYTHON'
import sys
from PIL import Image, ImageOps
one = Image.open(sys.argv[1]).convert('RGB')
two = ImageOps.invert(one)
moving = dict(save_all=True, append_images=[two], duration=200)
one.save('image/jpeg/pillow-progressive.jpg', progressive=True, dpi=(300, 300))
one.convert('L').save('image/jpeg/pillow-grey.jfif', format='JPEG')
one.convert('RGBA').save('image/png/pillow-alpha.png', optimize=True)
one.save('image/png/pillow-moving.png', **moving)
one.save('image/webp/pillow-moving.webp', **moving)
one.convert('P').save('image/gif/pillow.gif')
one.save('image/tiff/pillow-two-pages.tif', save_all=True, append_images=[two], compression='jpeg')
one.save('image/avif/pillow.avif')
one.save('image/avif/pillow-moving.avif', **moving)
one.convert('1').save('image/bmp/pillow-bits.bmp')
one.save('application/pdf/pillow.pdf')
PYTHON

# Sound and films by FFmpeg 5.1: a second of a tone, a second of a test picture.
ff() { ffmpeg -hide_banner -loglevel error -y "$@"; }
tone=(-f lavfi -i 'sine=frequency=440:duration=1')
film=(-f lavfi -i 'testsrc=size=64x48:rate=10:duration=1')
ff "${tone[@]}" -b:a 32k audio/mpeg/ffmpeg.mp3
ff "${tone[@]}" -b:a 32k -write_xing 0 -id3v2_version 0 audio/mpeg/ffmpeg-without-tags.mp3
ff "${tone[@]}" -i image/jpeg/imagemagick.jpg -map 0 -map 1 -b:a 32k -id3v2_version 3 \
  audio/mpeg/ffmpeg-cover.mp3
ff "${tone[@]}" -c:a mp2 -b:a 32k audio/mpeg/ffmpeg-layer-2.mp2
ff "${tone[@]}" -b:a 32k audio/mp4/ffmpeg.m4a
ff "${tone[@]}" -b:a 32k -f mp4 -movflags +faststart audio/mp4/ffmpeg-isom.m4a
ff "${tone[@]}" -c:a aac -b:a 32k -f 3gp -brand 3gp4 audio/mp4/ffmpeg-3gpp.m4a
ff "${tone[@]}" -ar 8000 -c:a pcm_u8 audio/wav/ffmpeg.wav
ff "${tone[@]}" -ar 8000 -c:a pcm_u8 -rf64 always audio/wav/ffmpeg-rf64.wav
ff "${tone[@]}" -ar 8000 -c:a adpcm_ms audio/wav/ffmpeg-adpcm.wav
ff "${tone[@]}" -c:a libvorbis -q:a 0 audio/ogg/ffmpeg-vorbis.ogg
ff "${tone[@]}" -c:a libopus -b:a 24k audio/ogg/ffmpeg-opus.ogg
ff "${tone[@]}" -ar 8000 -c:a flac audio/ogg/ffmpeg-flac.oga
ff "${tone[@]}" -c:a libopus -b:a 24k -f webm audio/webm/ffmpeg.weba
ff "${tone[@]}" -ar 8000 audio/flac/ffmpeg.flac
ff "${tone[@]}" -b:a 32k audio/aac/ffmpeg.aac
ff "${tone[@]}" -b:a 32k -write_id3v2 1 -metadata title=Tone audio/aac/ffmpeg-id3.aac
ff "${tone[@]}" -c:a libopus -b:a 24k audio/opus/ffmpeg.opus
ff "${film[@]}" -pix_fmt yuv420p video/mp4/ffmpeg.mp4
ff "${film[@]}" -pix_fmt yuv420p -movflags frag_keyframe+empty_moov video/mp4/ffmpeg-fragments.mp4
ff "${film[@]}" -pix_fmt yuv420p -c:v libx264 -f 3gp -brand 3gp5 video/mp4/ffmpeg-3gpp.mp4
ff "${film[@]}" -pix_fmt yuv420p -c:v libx264 -f ipod video/mp4/ffmpeg-ipod.m4v
ff "${film[@]}" -pix_fmt yuv420p video/quicktime/ffmpeg.mov
ff "${film[@]}" -c:v mjpeg -pix_fmt yuvj420p -movflags faststart \
  video/quicktime/ffmpeg-camera.mov
ff "${film[@]}" -c:v libvpx -b:v 50k video/webm/ffmpeg-vp8.webm
ff "${film[@]}" -c:v libvpx-vp9 -b:v 50k video/webm/ffmpeg-vp9.webm
ff "${film[@]}" -pix_fmt yuv420p -c:v mjpeg -frames:v 1 -f image2 image/jpeg/ffmpeg-frame.jpg

# A song with a cover in its tags, by mutagen.
cp audio/flac/ffmpeg.flac audio/flac/mutagen-cover.flac
"$python" - <<'PYTHON'
from mutagen.flac import FLAC, Picture
song, cover = FLAC('audio/flac/mutagen-cover.flac'), Picture()
cover.type, cover.mime = 3, 'image/jpeg'
cover.data = open('image/jpeg/imagemagick.jpg', 'rb').read()
song['title'] = 'How to use the <body> element'
song.add_picture(cover)
song.save()
PYTHON

# Captions by FFmpeg, JSON by its probe and by exiftool.
printf 'WEBVTT\n\n00:00.000 --> 00:01.000\nGrüße, <i>world</i>\n' >"$work/said.vtt"
ff -i "$work/said.vtt" application/x-subrip/ffmpeg.srt
ff -i application/x-subrip/ffmpeg.srt text/vtt/ffmpeg.vtt
ffprobe -loglevel error -print_format json -show_streams audio/mp4/ffmpeg.m4a \
  >application/json/ffprobe.json
exiftool -json image/jpeg/exiftool-camera.jpg >application/json/exiftool.json

# Documents by LibreOffice 7.4, from a page with a heading, a list and a table.
cat >"$work/page.html" <<'HTML'
<!doctype html><meta charset="utf-8"><title>How to use the &lt;body&gt; element</title>
<h1>Grüße</h1><p>A note with <b>bold</b> words.</p><ul><li>one<li>two</ul>
<table border="1"><tr><td>name<td>age<tr><td>Ada<td>36</table>
HTML
printf 'name,age\nÄda,36\n"Lovelace, Ada",37\n' >"$work/table.csv"
lo() { soffice --headless -env:UserInstallation="file://$work/profile" "$@" >>"$work/log" 2>&1; }
writer() { lo --infilter='HTML (StarWriter)' --convert-to "$1" --outdir "$work" "$work/page.html"; }
writer docx && mv "$work/page.docx" ${office}.wordprocessingml.document/libreoffice.docx
writer odt && mv "$work/page.odt" application/vnd.oasis.opendocument.text/libreoffice.odt
writer rtf && mv "$work/page.rtf" application/rtf/libreoffice.rtf
writer pdf:writer_pdf_Export && mv "$work/page.pdf" application/pdf/libreoffice.pdf
writer 'txt:Text (encoded):UTF8' && mv "$work/page.txt" text/plain/libreoffice.txt
lo --convert-to xlsx --outdir "$work" --infilter=CSV:44,34,76 "$work/table.csv"
mv "$work/table.xlsx" ${office}.spreadsheetml.sheet/libreoffice.xlsx
lo --convert-to 'csv:Text - txt - csv (StarCalc):59,34,76' --outdir "$work" \
  ${office}.spreadsheetml.sheet/libreoffice.xlsx
mv "$work/libreoffice.csv" text/csv/libreoffice.csv
"$python" - ${office} <<'PYTHON'
import sys
import docx, openpyxl, pptx
from reportlab.pdfgen.canvas import Canvas
office = sys.argv[1]
document = docx.Document()
document.add_heading('Grüße')
document.save(f'{office}.wordprocessingml.document/python-docx.docx')
book = openpyxl.Workbook()
book.active.append(['name', 36])
book.save(f'{office}.spreadsheetml.sheet/openpyxl.xlsx')
slides = pptx.Presentation()
slides.slides.add_slide(slides.slide_layouts[0]).shapes.title.text = 'Grüße'
slides.save(f'{office}.presentationml.presentation/python-pptx.pptx')
page = Canvas('application/pdf/reportlab.pdf')
page.setTitle('How to use the <body> element')
page.drawString(72, 720, 'Hello')
page.save()
PYTHON
lo --convert-to pptx --outdir "$work" ${office}.presentationml.presentation/python-pptx.pptx
mv "$work/python-pptx.pptx" ${office}.presentationml.presentation/libreoffice.pptx

# Chromium prints and takes a picture; exiftool appends to what it printed.
browser() { chromium --headless --no-sandbox --disable-gpu "$@" "file://$work/page.html"; }
browser --print-to-pdf=application/pdf/chromium.pdf >>"$work/log" 2>&1
browser --window-size=300,200 --screenshot=image/png/chromium.png >>"$work/log" 2>&1
cp application/pdf/chromium.pdf application/pdf/exiftool-changed.pdf
exiftool -q -overwrite_original -Author='<html> & others' application/pdf/exiftool-changed.pdf

# Chromium's recorder and canvas, as pages use them.
NODE_PATH=../../../node_modules node - <<'NODE'
const { writeFileSync } = require('node:fs');
const { chromium } = require('playwright-core');
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const args = ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'];
const draw = async ({ kind, type }) => {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 64, height: 48 });
  const picture = canvas.getContext('2d');
  const timer = setInterval(() => picture.fillRect(Math.random() * 60, 10, 4, 4), 50);
  const bytesOf = async (blob) => [...new Uint8Array(await blob.arrayBuffer())];
  if (kind === 'picture')
    return bytesOf(await new Promise((done) => canvas.toBlob(done, type)));
  const sound = new AudioContext();
  const out = sound.createMediaStreamDestination();
  const tone = sound.createOscillator();
  tone.connect(out);
  tone.start();
  const stream = kind === 'sound' ? out.stream : canvas.captureStream(10);
  const recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: 16000 });
  const chunks = [];
  recorder.ondataavailable = ({ data }) => chunks.push(data);
  recorder.start();
  await new Promise((done) => setTimeout(done, 600));
  const stopped = new Promise((done) => { recorder.onstop = done; });
  recorder.stop();
  await stopped;
  clearInterval(timer);
  return bytesOf(new Blob(chunks));
};
const wanted = [
  ['audio/webm/chromium-recorder.webm', { kind: 'sound', type: 'audio/webm' }],
  ['video/webm/chromium-recorder.webm', { kind: 'film', type: 'video/webm' }],
  ['video/mp4/chromium-recorder.mp4', { kind: 'film', type: 'video/mp4' }],
  ['image/webp/chromium-canvas.webp', { kind: 'picture', type: 'image/webp' }],
  ['image/jpeg/chromium-canvas.jpg', { kind: 'picture', type: 'image/jpeg' }],
];
(async () => {
  const browser = await chromium.launch({ executablePath, args });
  const page = await browser.newPage();
  for (const [file, what] of wanted)
    writeFileSync(file, Buffer.from(await page.evaluate(draw, what)));
  await browser.close();
})();
NODE

# Texts: Markdown by html2text, the rest by the shell.
"$python" -m html2text "$work/page.html" utf-8 >text/markdown/html2text.md
printf '<p align="center">\n  <img src="logo.png">\n</p>\n\n# Notes\n' >text/markdown/logo-first.md
printf '\xef\xbb\xbfBM is a note.\r\nMZ too, and GIF89a.\r\n' >text/plain/windows-notepad.txt
printf '\xef\xbb\xbfname\tage\r\nÄda\t36\r\n' >text/csv/excel-unicode.csv
printf '\xef\xbb\xbf1\r\n00:00:00,000 --> 00:00:01,000\r\nGrüße\r\n' \
  >application/x-subrip/windows.srt

find . -type d -empty -delete
