/** The page of the tests: a field for photos, and what it told last. */
import { createClient } from '@keepsake/client/browser';
import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { type OrderedFile, UploadField } from '../../../react/index.ts';

declare global {
  interface Window {
    told: OrderedFile[];
  }
}

const query = new URLSearchParams(location.search);
const client = createClient({
  baseUrl: query.get('api') ?? 'none',
  token: 'kst_test',
  retry: { baseMs: 1 },
  hashFirstBytes: 20_000,
});
const field = createElement(UploadField, {
  client,
  category: 'video',
  orderRole: 'film',
  label: 'Your films',
  multiple: !query.has('single'),
  onChange: (files) => {
    window.told = files;
  },
});
const place = document.querySelector('main');
if (place) createRoot(place).render(createElement(StrictMode, null, field));
