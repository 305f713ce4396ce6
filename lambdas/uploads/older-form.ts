import { InvalidInput } from '../../core/errors.ts';
import { SentForm } from '../shared/body.ts';
import type { HttpRequest } from '../shared/http.ts';

/** The form of an older client: its fields as texts, and its file if any. */
export type OlderForm = {
  fields: Readonly<Record<string, string>>;
  file?: { name: string; type: string; bytes: Uint8Array };
};

const readForm = async ({ bytes, contentType }: SentForm): Promise<FormData> => {
  try {
    return await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw InvalidInput.of('body', 'must be a form, complete to its end');
  }
};

const textOf = (value: unknown): string[] =>
  typeof value === 'object' || value === undefined ? [] : [String(value)];

const textsIn = (values: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => textOf(value).map((text) => [name, text])),
  );

/** Older clients put fields into the form, into JSON, or behind the path's question mark. */
export const olderForm = async ({ body, query }: HttpRequest): Promise<OlderForm> => {
  if (!(body instanceof SentForm)) return { fields: textsIn({ ...query, ...(body as object) }) };
  const entries = [...(await readForm(body))];
  const file = entries.map(([, value]) => value).find((value) => typeof value !== 'string');
  const fields = textsIn({
    ...query,
    ...Object.fromEntries(entries.filter(([, value]) => typeof value === 'string')),
  });
  if (!file) return { fields };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const type = file.type.split(';')[0]?.trim().toLowerCase() ?? 'application/octet-stream';
  return { fields, file: { name: file.name, type, bytes } };
};
