import { escapeHtml } from '../shared/model/text.ts';
import { readBatch } from './change-batch.ts';
import type { BatchRecord, RecordStatus } from './model/batch.ts';
import { type BatchView, batchView } from './model/batch-view.ts';
import type { Batches } from './ports.ts';

/** The formats of a batch's report. */
export const reportFormats = ['csv', 'json', 'html'] as const;

export type ReportFormat = (typeof reportFormats)[number];

/** The lists of a report, in this order; `planned` has the files that were never sent. */
const lists: readonly RecordStatus[] = [
  'transferred',
  'skipped',
  'failed',
  'changed',
  'rolled_back',
  'planned',
];

const columns = [
  'path',
  'key',
  'sizeBytes',
  'sha256',
  'versionId',
  'uploadId',
  'attempts',
  'code',
  'detail',
  'updatedAt',
] as const;

type Value = string | number | undefined;

type Row = Record<(typeof columns)[number], Value>;

/**
 * Characters by which a spreadsheet starts a formula, full-width signs too: at the start of a cell,
 * and after a character that another locale or import takes for the end of a cell. Quotes do not
 * help there, because the quoted text does not begin with its quote.
 */
const formula = /(^|[;|\t\r\n])(?=["'\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/g;

type Writer = {
  begin(batch: BatchView): string;
  beginList(list: RecordStatus, batch: BatchView): string;
  row(list: RecordStatus, row: Row, isFirst: boolean): string;
  endList: string;
  end: string;
};

const cellText = (value: Value): string => (value === undefined ? '' : String(value));

/** A formula becomes text. */
const csvCell = (value: Value): string => {
  const text = typeof value === 'string' ? value.replace(formula, "$1'") : cellText(value);
  return /[",;|\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const csvLine = (cells: readonly Value[]): string => `${cells.map(csvCell).join(',')}\r\n`;

const csv: Writer = {
  begin: () => csvLine(['list', ...columns]),
  beginList: () => '',
  row: (list, row) => csvLine([list, ...columns.map((column) => row[column])]),
  endList: '',
  end: '',
};

const json: Writer = {
  begin: (batch) => `{"batch":${JSON.stringify(batch)}`,
  beginList: (list) => `,\n"${list}":[`,
  row: (_list, row, isFirst) => `${isFirst ? '' : ','}\n${JSON.stringify(row)}`,
  endList: ']',
  end: '}\n',
};

const look =
  'body{font:14px/1.5 system-ui,sans-serif;margin:2rem}' +
  'table{border-collapse:collapse;margin-bottom:2rem}' +
  'th,td{border:1px solid #ccc;padding:.2rem .5rem;text-align:left;overflow-wrap:anywhere}';

const html = (value: Value): string => escapeHtml(cellText(value));

const page: Writer = {
  begin: ({ batchId, status, source, target, reason }) =>
    '<!doctype html><html lang="en"><meta charset="utf-8">' +
    `<title>${html(batchId)}</title><style>${look}</style>\n` +
    `<h1>Batch ${html(batchId)}</h1>\n` +
    `<p>${html(source)} to ${html(target)}: ` +
    `<b>${html(status.replaceAll('_', ' '))}</b>${reason ? ` (${html(reason)})` : ''}</p>\n`,
  beginList: (list, { counts }) =>
    `<h2>${html(list.replaceAll('_', ' '))}: ${counts[list].files}</h2>\n` +
    `<table><tr>${columns.map((column) => `<th>${column}</th>`).join('')}</tr>\n`,
  row: (_list, row) =>
    `<tr>${columns.map((column) => `<td>${html(row[column])}</td>`).join('')}</tr>\n`,
  endList: '</table>\n',
  end: '</html>\n',
};

const writers: Readonly<Record<ReportFormat, Writer>> = { csv, json, html: page };

/** The report of a batch as text, a piece at a time: one list per outcome. Throws `NotFound`. */
export async function* reportBatch(
  { batches }: { batches: Batches },
  batchId: string,
  format: ReportFormat,
): AsyncGenerator<string> {
  const writer = writers[format];
  const batch = batchView(await readBatch({ batches }, batchId), await batches.counts(batchId));
  yield writer.begin(batch);
  for (const list of lists) {
    yield writer.beginList(list, batch);
    let isFirst = true;
    for await (const record of batches.records(batchId, list)) {
      yield writer.row(list, rowOf(record), isFirst);
      isFirst = false;
    }
    yield writer.endList;
  }
  yield writer.end;
}

const rowOf = ({ failure, reason, ...record }: BatchRecord): Row => ({
  path: record.path,
  key: record.key,
  sizeBytes: record.sizeBytes,
  sha256: record.sha256,
  versionId: record.versionId,
  uploadId: record.uploadId,
  attempts: record.attempts,
  code: failure?.code,
  detail: failure?.message ?? reason,
  updatedAt: record.updatedAt,
});
