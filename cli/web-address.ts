import { CommandProblem } from './command-problem.ts';

/** True for an http or https URL. */
export const isWeb = (text: string): boolean => /^https?:\/\//i.test(text);

/**
 * An http or https URL that may be recorded: one without secrets. `what` names it, for messages
 * repeat nothing of it. Throws `CommandProblem`.
 */
export const webAddress = (what: string, text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new CommandProblem(`${what} must be an https or http URL.`);
  if (url.username !== '' || url.password !== '')
    throw new CommandProblem(`${what} goes on record: leave user name and password out.`);
  if (url.search !== '' || url.hash !== '')
    throw new CommandProblem(`${what} goes on record: leave out what begins with ? or #.`);
  return url;
};

/** Text of a command line for messages: a URL that may hold a secret is its scheme only. */
export const shown = (text: string): string =>
  /[@?#]/.test(text) ? text.replace(/:\/\/.*/s, '://…') : text;
