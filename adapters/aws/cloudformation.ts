import { TransientFault } from '../../core/errors.ts';
import { AccessRefused, isAccessRefusal } from './access-refused.ts';
import { signedPost, type Where } from './signed-post.ts';

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

/** What stands in every element of this name, in order. */
export const textsOf = (xml: string, tag: string): string[] =>
  [...xml.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, 'g'))].map(([, text = '']) =>
    unescaped(text),
  );

type Question = Readonly<{ Action: string } & Record<string, string>>;

const refusal = (action: string, status: number, xml: string): Error => {
  const [code] = textsOf(xml, 'Code');
  const said = textsOf(xml, 'Message')[0] ?? 'nothing more';
  if (isAccessRefusal(status, code)) return new AccessRefused(`cloudformation:${action}`, said);
  const answered = `CloudFormation answered ${status} to ${action}: ${said}`;
  return status >= 500 || code === 'Throttling'
    ? new TransientFault(`${answered}. Try again later.`)
    : new Error(answered);
};

/**
 * One question about a stack; `undefined` when there is no such stack. Throws `TransientFault`,
 * `AccessRefused`, or an error with what AWS said.
 */
export const askCloudFormation = async (
  where: Where,
  question: Question,
): Promise<string | undefined> => {
  const body = new URLSearchParams({ Version: '2010-05-15', ...question }).toString();
  const answer = await signedPost(where, {
    service: 'cloudformation',
    contentType: 'application/x-www-form-urlencoded',
    body,
  });
  const xml = await answer.text();
  if (/does not exist/.test(xml)) return undefined;
  if (!answer.ok) throw refusal(question.Action, answer.status, xml);
  return xml;
};
