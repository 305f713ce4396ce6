import { describe, expect, it } from '@jest/globals';
import { signatureRefusal } from '../../../../core/uploads/model/file-signature.ts';

type Start = { contentType: string; detected?: string | undefined; bytes?: Uint8Array | string; isWhole?: boolean };

const refusal = ({ contentType, detected, bytes = '', isWhole = true }: Start) =>
  signatureRefusal({ contentType, detected, firstBytes: new Uint8Array(Buffer.from(bytes)), isWhole });

describe('the first bytes of a binary file', () => {
  it.each([
    ['image/jpeg', 'image/jpeg'],
    ['audio/wav', 'audio/vnd.wave'],
    ['audio/wav', 'audio/wav'],
    ['audio/mp4', 'video/mp4'],
    ['audio/mp4', 'audio/x-m4a'],
    ['audio/webm', 'video/webm'],
    ['audio/ogg', 'application/ogg'],
    ['video/mp4', 'video/x-m4v'],
    ['image/heic', 'image/heif'],
    ['image/png', 'image/apng'],
  ])('of %s may be called %s', (contentType, detected) => {
    expect(refusal({ contentType, detected })).toBeUndefined();
  });

  it.each([
    ['image/jpeg', 'image/png'],
    ['image/png', 'application/pdf'],
    ['application/pdf', 'application/zip'],
    ['video/mp4', 'video/quicktime'],
    ['image/png', 'application/xml'],
  ])('of %s must not be those of %s', (contentType, detected) => {
    expect(refusal({ contentType, detected })).toBe(`it is ${detected}, not ${contentType}`);
  });

  it('must be those of some known type', () => {
    expect(refusal({ contentType: 'image/jpeg', bytes: '<html>' })).toBe('it is of no known type, not image/jpeg');
  });

  it.each(['<script>alert(1)</script>', '<SVG onload=alert(1)>', '<!DOCTYPE html>', '<iframe src=x>', '<html>'])(
    'hide no markup: %s',
    (markup) => {
      expect(refusal({ contentType: 'image/gif', detected: 'image/gif', bytes: `GIF89a/*${markup}` })).toBe('it hides HTML or SVG');
    },
  );

  it.each(['<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">', '<scripture', '<bodyguard'])(
    'may hold what only looks a little like it: %s',
    (text) => {
      expect(refusal({ contentType: 'image/jpeg', detected: 'image/jpeg', bytes: `\u00ff${text}` })).toBeUndefined();
    },
  );
});

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
    expect(refusal({ contentType: 'text/plain', bytes: Buffer.from('aé').subarray(0, 2), isWhole: false })).toBeUndefined();
  });

  it('are not those of a binary file', () => {
    expect(refusal({ contentType: 'text/plain', detected: 'application/pdf', bytes: '%PDF-1.7' })).toBe(
      'it is application/pdf, not text/plain',
    );
  });

  it.each([
    ['text/vtt', 'Hello', 'it does not begin with WEBVTT'],
    ['application/json', 'hello', 'it does not begin like JSON'],
  ])('of %s are no other text', (contentType, bytes, reason) => {
    expect(refusal({ contentType, bytes })).toBe(reason);
  });
});
