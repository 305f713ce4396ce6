import { describe, expect, it } from '@jest/globals';
import { roleOf } from '../../../examples/shop/model/role.ts';
import { fileText } from '../../../examples/shop/model/words.ts';

describe('a role of the shop', () => {
  it.each([
    ['Ünïcode 🎉.jpg', 'unicode'],
    ['Café (2).jpg', 'cafe-2'],
    ['<img src=x onerror=alert(1)>.png', 'img-src-x-onerror-alert-1'],
    ['写真.jpg', 'file'],
    ['2030.png', 'file'],
  ])('of %s is %s', (fileName, role) => {
    expect(roleOf(fileName, [])).toBe(role);
  });

  it('is given once', () => {
    expect(roleOf('写真.jpg', ['file', 'file-2'])).toBe('file-3');
  });
});

describe('a verified file', () => {
  const file = { role: 'photo', required: true, uploadId: 'upl_1', status: 'verified' } as const;

  it('is kept when its order is completed, and not before', () => {
    expect(fileText(file, { status: 'completed' })).toMatch(/^kept/);
    expect(fileText(file, { status: 'paid' })).not.toMatch(/kept/);
  });
});
