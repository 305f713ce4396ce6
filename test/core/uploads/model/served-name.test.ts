import { describe, expect, it } from '@jest/globals';
import { disposition } from '../../../../core/storage/model/disposition.ts';
import { servedName } from '../../../../core/uploads/model/served-name.ts';

describe('the name a file is saved under', () => {
  it.each([
    ['invoice.hta', 'text/plain', 'invoice.hta.txt'],
    ['photo.exe', 'image/jpeg', 'photo.exe.jpg'],
    ['report.html', 'application/pdf', 'report.html.pdf'],
    ['notes.js', 'text/plain', 'notes.js.txt'],
    ['page.svg', 'application/json', 'page.svg.json'],
    ['invoice.hta.', 'text/plain', 'invoice.hta..txt'],
    ['photo', 'image/png', 'photo.png'],
    ['song.exe', 'audio/x-m4a', 'song.exe.m4a'],
    ['memo.hta', 'audio/3gpp', 'memo.hta.3ga'],
    ['page.hta', 'text/html', 'page.hta.html'],
  ])('%s of %s ends in an extension of its type', (fileName, contentType, name) => {
    expect(servedName({ fileName, contentType })).toBe(name);
    expect(disposition({ fileName, contentType })).toContain(`filename="${name}"`);
  });

  it.each(
    ['a.html', 'a.SVG', 'a.js', 'a.hta', 'a.exe', 'a.lnk', 'a.settingcontent-ms', 'a.docm', 'a.iso']
      .concat(['a.hta.', 'a.bat . ', 'a.jpg.xhtml', '.desktop', 'a.command', 'a.url'])
      .flatMap((name) => [
        [name, 'application/octet-stream'],
        [name, 'application/x-nobody-knows'],
      ]),
  )('%s of %s, which nobody checked, ends in .bin and is saved, not shown', (fileName, type) => {
    expect(servedName({ fileName, contentType: type })).toBe(`${fileName}.bin`);
    const header = disposition({ fileName, contentType: type });
    expect(header).toMatch(/^attachment; filename="[\w.-]+\.bin";/);
  });

  it.each([
    ['model.stl', 'application/octet-stream'],
    ['scan.psd', 'image/vnd.adobe.photoshop'],
    ['photo.jpg', 'application/octet-stream'],
    ['photo.JPEG', 'image/jpeg'],
    ['film.mov', 'video/mp4'],
    ['song.mp4', 'audio/mp4'],
    ['notes.md', 'text/plain'],
    ['table.csv', 'text/plain'],
    ['page.txt', 'text/html'],
    ['cat.jpg', 'text/html'],
    ['data.bin', 'application/octet-stream'],
    ['anything', 'application/x-nobody-knows'],
  ])('%s of %s stays', (fileName, contentType) => {
    expect(servedName({ fileName, contentType })).toBe(fileName);
  });
});
