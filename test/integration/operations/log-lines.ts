import { ask, functions } from '../shared/deployed.ts';

/** One line some function wrote. */
export type LogLine = { message: string; logGroup: string };

const linesOf = async (logGroupName: string): Promise<LogLine[]> => {
  const { events } = await ask<{ events: { message: string }[] }>('logs', 'FilterLogEvents', {
    logGroupName,
    limit: 10_000,
  });
  return events.map(({ message }) => ({ message, logGroup: logGroupName }));
};

/** Everything every function has logged so far. */
export const allLogs = async (): Promise<LogLine[]> =>
  (
    await Promise.all(
      (await functions()).map(({ LoggingConfig }) => linesOf(LoggingConfig.LogGroup)),
    )
  ).flat();
