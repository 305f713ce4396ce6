import { beforeAll, describe, expect, it } from '@jest/globals';
import { minimalFile } from '../../../tools/local/samples/minimal-file.ts';
import { announced, send } from '../shared/sample-upload.ts';
import { aVisitor, type Visitor } from '../shared/visitor.ts';

let visitor: Visitor;
beforeAll(async () => {
  visitor = await aVisitor();
});

const page = '<!DOCTYPE html><html><script>alert(document.domain)</script></html>';
const drawing = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
const gif = (content: string) => Buffer.from(`GIF89a/*${content}*/`);

describe('a file in disguise', () => {
  it.each<[string, Buffer, { contentType: string; category: string }, string]>([
    [
      'HTML as a photo',
      Buffer.from(page),
      { contentType: 'image/jpeg', category: 'photo' },
      'it is of no known type, not image/jpeg',
    ],
    [
      'HTML as text',
      Buffer.from(`\n ${page}`),
      { contentType: 'text/plain', category: 'document' },
      'it begins like HTML, SVG or XML',
    ],
    [
      'SVG as a transcript',
      Buffer.from(drawing),
      { contentType: 'text/plain', category: 'transcript' },
      'it begins like HTML, SVG or XML',
    ],
    [
      'SVG as a PNG',
      Buffer.from(`<?xml version="1.0"?>${drawing}`),
      { contentType: 'image/png', category: 'image' },
      'it is application/xml, not image/png',
    ],
    [
      'a GIF that is a page as well',
      gif(page),
      { contentType: 'image/gif', category: 'image' },
      'it hides HTML or SVG',
    ],
    [
      'a GIF that is a drawing as well',
      gif(drawing),
      { contentType: 'image/gif', category: 'image' },
      'it hides HTML or SVG',
    ],
    [
      'a PDF that is a page as well',
      Buffer.from(`%PDF-1.4\n${page}`),
      { contentType: 'application/pdf', category: 'pdf' },
      'it hides HTML or SVG',
    ],
    [
      'a program as a photo',
      Buffer.from('MZ\u0090\0\u0003'),
      { contentType: 'image/jpeg', category: 'photo' },
      'it is application/x-msdownload, not image/jpeg',
    ],
    [
      'a PDF as a photo',
      minimalFile('application/pdf', 900),
      { contentType: 'image/jpeg', category: 'photo' },
      'it is application/pdf, not image/jpeg',
    ],
    [
      'bytes as text',
      minimalFile('image/jpeg', 900),
      { contentType: 'text/csv', category: 'document' },
      'it is not text in UTF-8',
    ],
  ])(
    'is quarantined with its reason, never served and never ordered: %s',
    async (_what, bytes, about, reason) => {
      const upload = await announced(visitor, bytes, about);
      const { uploadId } = upload;
      await send(upload, bytes);
      expect((await visitor.post(`/uploads/${uploadId}/complete`)).body.type).toBe(
        'urn:keepsake:problem:upload-mismatch',
      );
      expect((await visitor.get(`/uploads/${uploadId}`)).body).toMatchObject({
        status: 'quarantined',
        quarantineReason: reason,
      });
      expect((await visitor.get(`/uploads/${uploadId}/download`)).status).toBe(410);
      const order = {
        amount: { value: 10, currency: 'EUR' },
        files: [{ uploadId, role: 'file', required: true }],
      };
      expect((await visitor.post('/orders', order)).status).toBe(400);
    },
  );
});
