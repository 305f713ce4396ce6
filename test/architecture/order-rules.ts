import { parseSync, type Statement } from 'oxc-parser';
import type { Text } from './size-rules.ts';

/** A statement of a module, without its comments. */
type Part = { name: string; text: string; isFunction: boolean; isExported: boolean };

/**
 * Private functions that stand before the first exported one, as `file: name`. A function that the
 * module calls while it loads may stand there.
 */
export const helpersFirst = (texts: readonly Text[]): string[] =>
  texts.flatMap(({ file, text }) => {
    const parts = parseSync(file, text).program.body.map((statement) => partOf(statement, text));
    const first = parts.findIndex(({ isFunction, isExported }) => isFunction && isExported);
    const needed = neededAtLoad(parts);
    return parts
      .slice(0, Math.max(first, 0))
      .filter((part) => part.isFunction && !needed.has(part))
      .map(({ name }) => `${file}: ${name}`);
  });

const partOf = (statement: Statement, text: string): Part => {
  const isExported = statement.type === 'ExportNamedDeclaration';
  const declared = (isExported && statement.declaration) || statement;
  const part = { text: text.slice(statement.start, statement.end), isExported };
  if (declared.type === 'FunctionDeclaration')
    return { ...part, name: declared.id?.name ?? '', isFunction: true };
  if (declared.type !== 'VariableDeclaration') return { ...part, name: '', isFunction: false };
  const [{ id, init } = {}] = declared.declarations;
  const name = id?.type === 'Identifier' ? id.name : '';
  return { ...part, name, isFunction: init?.type === 'ArrowFunctionExpression' };
};

/** What a module's values are made of, and what that calls. */
const neededAtLoad = (parts: readonly Part[]): Set<Part> => {
  const needed = new Set(parts.filter(({ isFunction, text }) => !isFunction && !isInert(text)));
  for (const { text } of needed)
    for (const part of parts)
      if (part.isFunction && new RegExp(`\\b${part.name}\\b`).test(text)) needed.add(part);
  return needed;
};

/** Types and imports run nothing. */
const isInert = (text: string): boolean =>
  /^(?:import|(?:export )?(?:type|interface))\b/.test(text);
