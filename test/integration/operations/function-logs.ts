import { ask, functions } from '../shared/deployed.ts';

/** Every line a deployed function has logged since this process began. */
export const logsOf = async (name: string): Promise<string[]> => {
  const found = (await functions()).find(({ Description }) => Description === `Keepsake: ${name}`);
  if (found === undefined) throw new Error(`no function ${name} is deployed`);
  const input = { logGroupName: found.LoggingConfig.LogGroup, startTime, limit: 10_000 };
  const { events } = await ask<{ events: { message: string }[] }>('logs', 'FilterLogEvents', input);
  return events.map(({ message }) => message);
};

const startTime = Date.now();
