import { readFileSync } from 'node:fs';

/** One set of patterns, and which of `paths` rclone chose: `1` or `0` each, or why it refused. */
export type Answer = {
  include?: string[];
  exclude?: string[];
  filter?: string[];
  ignoreCase?: true;
  chosen: string;
};

/** What ask-rclone.ts wrote down. */
export type Answers = { rclone: string; paths: string[]; answers: Answer[] };

export const answersFile = new URL('answers.json', import.meta.url);

export const rcloneAnswers = (): Answers => JSON.parse(readFileSync(answersFile, 'utf8'));
