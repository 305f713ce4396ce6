import { type AuditEntry, everyEntry } from '../../../client/operator/operator.ts';
import type { Command } from '../../command.ts';
import { exitCodes } from '../../exit-codes.ts';
import { textOf } from '../../option-values.ts';
import { apiOptions, openApi } from '../operator-api.ts';

/** The outcome with the problem's name: `refused: order-refused`. */
const outcomeText = ({ outcome, problem }: AuditEntry): string =>
  problem === undefined ? outcome : `${outcome}: ${problem.replace(/^urn:keepsake:problem:/, '')}`;

/** `keepsake audit`. */
export const command: Command = {
  summary: 'what operators did, when, to which record, with which outcome; newest first',
  operands: '',
  examples: ['keepsake audit --subject ord_1 --stage prod'],
  options: {
    ...apiOptions,
    actor: { type: 'string', value: 'id', help: 'only acts of this operator' },
    subject: { type: 'string', value: 'id', help: 'only acts on this order, upload, batch or job' },
  },
  run: async ({ settings, values, output }) => {
    const api = await openApi(settings, values);
    const [actor, subject] = [textOf(values, 'actor'), textOf(values, 'subject')];
    const query = { limit: 100, actor, subject };
    for await (const entry of everyEntry('entries', api.audit, query)) {
      const told = [entry.at, outcomeText(entry), entry.actor, entry.action, entry.subject];
      await output.result(told.join('  ').trimEnd(), entry);
    }
    return exitCodes.done;
  },
};
