import { cutText } from './text.ts';

/** The `FieldIssue` of errors.ts, which imports this file. */
type Issue = { field: string; message: string };

/** A request of a few kilobytes can have thousands of issues. */
export const mostIssues = 20;

/**
 * The issues that an answer names: the first 20. Fields and messages are shortened, because they
 * repeat what the caller sent: a single key may fill the whole body.
 */
export const toldIssues = (issues: readonly Issue[]): Issue[] =>
  issues.slice(0, mostIssues).map(({ field, message }) => ({
    field: shortened(field, 200),
    message: shortened(message, 1000),
  }));

const shortened = (text: string, most: number): string =>
  text.length > most ? `${cutText(text, most)}…` : text;

/** The first issues in one line, and how many more there are. */
export const issuesText = (told: readonly Issue[], found: number): string => {
  const texts = told.map(({ field, message }) => `${field}: ${message}`);
  const more = found > told.length ? [`and ${found - told.length} more`] : [];
  return [...texts, ...more].join('; ');
};
