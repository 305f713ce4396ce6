import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { UploadOptions } from '../../client/client.ts';
import type { NodeInput } from '../../client/node.ts';
import { NodeWorld } from './node-world.ts';

let world: NodeWorld;
beforeEach(async () => {
  world = await new NodeWorld().start();
});
afterEach(() => world.stop());

const announceFile = async (input: NodeInput, options: Partial<UploadOptions> = {}) => {
  const { contentType } = await world.client().upload(input, { category: 'photo', ...options });
  return contentType;
};

const chosen = (name: string, type: string) => new File(['some bytes'], name, { type });

describe('a file that a page has chosen is announced', () => {
  it.each([
    ['IMG_1.HEIC', '', 'image/heic'],
    ['notes.md', '', 'text/markdown'],
    ['song.flac', 'application/octet-stream', 'audio/flac'],
    ['song.flac', 'audio/*', 'audio/flac'],
    ['song.flac', 'binary/octet-stream', 'audio/flac'],
    ['song.m4a', 'audio/x-m4a', 'audio/x-m4a'],
    ['notes.txt', 'Text/Plain; charset=UTF-8', 'text/plain'],
    ['file', '', 'application/octet-stream'],
  ])('%s of type "%s" as %s', async (name, type, expected) => {
    expect(await announceFile(chosen(name, type))).toBe(expected);
  });

  it('as the page says, where it says something', async () => {
    const bytes = chosen('a.pdf', 'application/pdf');
    expect(await announceFile(bytes, { contentType: 'application/octet-stream' })).toBe(
      'application/octet-stream',
    );
    expect(await announceFile(bytes, { contentType: '' })).toBe('application/pdf');
  });
});

describe('a file on a disk is announced', () => {
  it.each([
    ['IMG_1.heic', {}, 'image/heic'],
    ['report.docx', {}, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['upload.bin', { filename: 'song.opus' }, 'audio/opus'],
    ['song.opus', { filename: 'My song' }, 'audio/opus'],
    ['upload.bin', {}, 'application/octet-stream'],
  ])('%s with %o as %s', async (name, options, expected) => {
    const { path } = await world.file(100, name);
    expect(await announceFile(path, options)).toBe(expected);
  });
});
