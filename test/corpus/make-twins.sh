#!/usr/bin/env bash
# Makes the evil twins of the corpus from its honest files: run make.sh first, which says what is
# needed. A twin's folder is the media type that a liar announces it as.
set -euo pipefail
cd "$(dirname "$0")"
rm -rf twins && mkdir twins && cd files
python=${PYTHON:-python3}
office=application/vnd.openxmlformats-officedocument

# Pictures, a song and a document that are a page as well.
twins=../twins
mkdir -p $twins/image/{jpeg,png,gif,bmp,avif} $twins/audio/mpeg $twins/text/{plain,markdown} \
  $twins/application/{pdf,json,rtf} $twins/${office}.{wordprocessingml.document,spreadsheetml.sheet}
page='<html><body onload=alert(1)>'
exiftool -q -Comment="$page" -o $twins/image/jpeg/page-in-comment.jpg image/jpeg/imagemagick.jpg
exiftool -q -Comment="$page" -o $twins/image/png/page-in-comment.png image/png/pillow-alpha.png
convert image/png/imagemagick.png -set comment '<script>alert(1)</script>' \
  $twins/image/gif/script-in-comment.gif
ffmpeg -loglevel error -i audio/mpeg/ffmpeg.mp3 -c copy -metadata title='<svg onload=alert(1)>' \
  $twins/audio/mpeg/handler-in-title.mp3
(printf '%%PDF-1.4\n%s\n' "$page" && cat application/pdf/reportlab.pdf) \
  >$twins/application/pdf/page-first.pdf

# Pages, drawings, programs and archives that call themselves something else.
printf '<svg xmlns="http://www.w3.org/2000/svg"/>' >$twins/image/png/drawing.png
for twin in text/plain/page.txt text/markdown/page.md application/rtf/page.rtf; do
  printf '<!doctype html><title>Note</title><script>alert(1)</script>\n' >$twins/$twin
done
printf 'BM=1;alert(1)//' >$twins/image/bmp/script.bmp
for twin in text/plain/program.txt image/jpeg/program.jpg; do
  printf '\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\xb7\0\x01\0\0\0' >$twins/$twin
done
cp image/heic/libheif.heic $twins/image/avif/heic.avif
cp audio/wav/ffmpeg.wav $twins/audio/mpeg/wave.mp3
cp application/pdf/pillow.pdf $twins/application/json/pdf.json
cp ${office}.spreadsheetml.sheet/openpyxl.xlsx $twins/${office}.wordprocessingml.document/table.docx
"$python" - ${office} $twins <<'PYTHON'
import sys, zipfile
office, twins = sys.argv[1:]
with zipfile.ZipFile(f'{twins}/{office}.wordprocessingml.document/java.docx', 'w') as archive:
    archive.writestr('META-INF/MANIFEST.MF', 'Manifest-Version: 1.0\nMain-Class: Evil\n')
with zipfile.ZipFile(f'{twins}/{office}.spreadsheetml.sheet/archive.xlsx', 'w') as archive:
    archive.writestr('setup.exe', 'MZ')
source = zipfile.ZipFile(f'{office}.wordprocessingml.document/python-docx.docx')
with zipfile.ZipFile(f'{twins}/{office}.wordprocessingml.document/macros.docx', 'w') as archive:
    types = source.read('[Content_Types].xml').decode().replace(
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
        'application/vnd.ms-word.document.macroEnabled.main+xml')
    archive.writestr('[Content_Types].xml', types)
    archive.writestr('word/document.xml', source.read('word/document.xml'))

def with_parts(honest, twin, *parts):
    with open(honest, 'rb') as file, open(f'{twins}/{twin}', 'wb') as copy:
        copy.write(file.read())
    with zipfile.ZipFile(f'{twins}/{twin}', 'a') as archive:
        for part in parts:
            archive.writestr(part, 'Main-Class: Evil\n')

word, table = f'{office}.wordprocessingml.document', f'{office}.spreadsheetml.sheet'
with_parts(f'{word}/python-docx.docx', f'{word}/java-behind.docx', 'META-INF/MANIFEST.MF')
with_parts(f'{word}/python-docx.docx', f'{word}/slip.docx', '../../etc/cron.d/evil')
with_parts(f'{table}/openpyxl.xlsx', f'{table}/macros-behind.xlsx', 'xl/vbaProject.bin')
PYTHON
head -c 3000 $office.wordprocessingml.document/python-docx.docx \
  >$twins/$office.wordprocessingml.document/cut.docx

# Texts that browsers and players read in another way.
printf '\xff\xfeB\0M\0' >$twins/text/plain/utf-16.txt
printf 'Gr\xfc\xdfe\n' >$twins/text/plain/latin-1.txt
head -c 3 image/png/imagemagick.png >$twins/image/png/cut.png
head -c 2 image/jpeg/imagemagick.jpg >$twins/image/jpeg/cut.jpg
head -c 10 image/bmp/imagemagick.bmp >$twins/image/bmp/cut.bmp
head -c 4 application/pdf/pillow.pdf >$twins/application/pdf/cut.pdf

find $twins -type d -empty -delete
