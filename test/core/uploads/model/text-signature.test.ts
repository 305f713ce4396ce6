import { describe, expect, it } from '@jest/globals';
import { refusal } from './signature-refusal.ts';

describe('the first bytes of a text', () => {
  it.each([
    ['text/plain', 'Grüße, 世界 🎉'],
    ['text/plain', '<Speaker 1> hello'],
    ['text/plain', 'a < b, and <b>bold</b> later'],
    ['text/csv', 'a,b\n1,2'],
    ['text/vtt', 'WEBVTT\n\n00:00.000 --> 00:01.000\nHi'],
    ['text/vtt', '\ufeffWEBVTT - title'],
    ['application/json', ' {"a": "<html>"}'],
    ['application/json', '[1]'],
    ['application/json', 'null'],
    ['application/json', '\ufeff{"a": 1}'],
    ['text/plain', 'WEBVTT\n\n00:00.000 --> 00:01.000\nHi'],
  ])('of %s may be %j', (contentType, bytes) => {
    expect(refusal({ contentType, bytes })).toBeUndefined();
  });

  it.each([
    '<html>',
    '  \n<!DOCTYPE HTML><p>',
    '<script>',
    '<svg xmlns="http://www.w3.org/2000/svg">',
    '<?xml version="1.0"?>',
    '<!-- x -->',
    '\ufeff<HTML>',
    '<a href=x>',
    '<img src=x>',
  ])('are not markup: %j', (bytes) => {
    expect(refusal({ contentType: 'text/plain', bytes })).toBe('it begins like HTML, SVG or XML');
  });

  it.each([
    ['NUL', 'a\0b'],
    ['bytes that are not UTF-8', Buffer.from([0x61, 0xff, 0xfe])],
    ['half a character at the very end', Buffer.from('aé').subarray(0, 2)],
  ])('have no %s', (_what, bytes) => {
    expect(refusal({ contentType: 'text/plain', bytes })).toBe('it is not text in UTF-8');
  });

  it('may end inside a character where the file goes on', () => {
    expect(
      refusal({
        contentType: 'text/plain',
        bytes: Buffer.from('aé').subarray(0, 2),
        isWhole: false,
      }),
    ).toBeUndefined();
  });

  it.each([
    ['image/bmp', 'BM'],
    ['application/x-msdownload', 'MZ is what the man signed.'],
    ['image/gif', 'GIF89a is a format.'],
    ['application/pdf', '%PDF-1.7 is how it begins.'],
    ['application/rtf', '{\\rtf1 is how it begins'],
    ['application/x-msdownload', 'MZ \u001b[31mred\u001b[0m in a terminal'],
    ['application/x-msdownload', 'MZ N\bNA\bAM\bME\bE of a manual page'],
  ])('are text whatever a sniffer takes them for: %s', (detected, bytes) => {
    expect(refusal({ contentType: 'text/plain', detected, bytes })).toBeUndefined();
  });

  it.each([
    ['application/zip', 'PK\u0003\u0004\u0014\0'],
    ['image/png', '\u0089PNG\r\n\u001a\n\0\0\0\rIHDR'],
    ['application/x-elf', '\u007fELF\u0002\u0001\u0001\0'],
  ])('are not those of %s, which have NUL', (detected, bytes) => {
    expect(refusal({ contentType: 'text/plain', detected, bytes })).toBe('it is not text in UTF-8');
  });

  it.each([
    ['text/vtt', 'Hello', 'it does not begin with WEBVTT'],
    ['application/json', 'hello', 'it does not begin like JSON'],
  ])('of %s are no other text', (contentType, bytes, reason) => {
    expect(refusal({ contentType, bytes })).toBe(reason);
  });
});

describe('Markdown', () => {
  const markdown = { contentType: 'text/markdown' };

  it.each([
    '# Title\n\nSee `<script>`.',
    '---\ntitle: Notes\n---\n',
    '<p align="center">\n  <img src="logo.png">\n</p>\n',
    '<!-- written by hand -->\n\n# Notes',
    '<h1 align="center">Notes</h1>\n',
    '\ufeff# Notes',
  ])('may begin with tags of its layout: %j', (bytes) => {
    expect(refusal({ ...markdown, bytes })).toBeUndefined();
  });

  it.each([
    '<!doctype html><p>Hi',
    '<html>Hi',
    '<script>alert(1)</script>',
    '<svg onload=alert(1)>',
    '<img src=x onerror=alert(1)>',
    '<p>\n\n<script>alert(1)</script>',
    '<!-- notes --><html><body>',
    '<?xml version="1.0"?>',
  ])('is no page: %j', (bytes) => {
    expect(refusal({ ...markdown, bytes })).toBe('it begins like HTML, SVG or XML');
  });
});
