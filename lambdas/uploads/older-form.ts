import { InvalidInput } from '../../core/errors.ts';
import { SentForm } from '../shared/body.ts';
import type { HttpRequest } from '../shared/http.ts';

/** The form of an older client: its fields as texts, and its file if any. */
export type OlderForm = {
  fields: Readonly<Record<string, string>>;
  file?: { name: string; type: string; bytes: Uint8Array };
};

/** More are refused before they are looked at: half a million of them fit in 4 MB. */
const mostFields = 200;

/** Fields with a meaning of their own; every other one is metadata. */
const known = new Set(
  (
    'filename file_name category content_type is_temp is_public partner_id text content ' +
    'transcript'
  ).split(' '),
);

/** The fields that have no meaning of their own. */
export const metadataIn = (fields: OlderForm['fields']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).filter(([name, text]) => !known.has(name) && text !== ''),
  );

/** Older clients put fields into the form, into JSON, or behind the path's question mark. */
export const olderForm = async ({ body, query }: HttpRequest): Promise<OlderForm> => {
  if (!(body instanceof SentForm)) return { fields: textsIn({ ...query, ...(body as object) }) };
  const entries = fewOf([...(await readForm(body))]);
  const file = entries.map(([, value]) => value).find((value) => typeof value !== 'string');
  const fields = textsIn({
    ...query,
    ...repeated(entries.filter(([, value]) => typeof value === 'string')),
  });
  if (!file) return { fields };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const type = file.type.split(';')[0]?.trim().toLowerCase() ?? 'application/octet-stream';
  return { fields, file: { name: file.name, type, bytes } };
};

const textsIn = (values: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    fewOf(Object.entries(values)).flatMap(([name, value]) =>
      textOf(name, value).map((text) => [name, text]),
    ),
  );

const fewOf = <Field>(fields: Field[]): Field[] => {
  if (fields.length > mostFields) throw refusal(`must have at most ${mostFields} fields`);
  return fields;
};

const refusal = (message: string): InvalidInput => InvalidInput.of('body', message);

/** A list or an object becomes its JSON, because metadata has texts alone; `null` says nothing. */
const textOf = (name: string, value: unknown): string[] => {
  if (typeof value !== 'object') return value === undefined ? [] : [String(value)];
  return value === null || known.has(name) ? [] : [JSON.stringify(value)];
};

const readForm = ({ bytes, contentType }: SentForm): Promise<FormData> =>
  new Response(bytes, { headers: { 'content-type': contentType } }).formData().catch(() => {
    throw refusal('must be a form, complete to its end');
  });

/** A field that a form repeats is a list; of one with a meaning of its own the last text counts. */
const repeated = (entries: readonly (readonly [string, unknown])[]): Record<string, unknown> =>
  Object.fromEntries(
    [...Map.groupBy(entries, ([name]) => name)].map(([name, all]) => {
      const texts = all.map(([, text]) => text);
      return [name, texts.length > 1 && !known.has(name) ? texts : texts.at(-1)];
    }),
  );
