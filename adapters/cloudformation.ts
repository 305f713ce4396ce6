import { signedPost, type Where } from './signed-post.ts';

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');

/** What stands in every element of this name, in order. */
export const textsOf = (xml: string, tag: string): string[] =>
  [...xml.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, 'g'))].map(([, text = '']) => unescaped(text));

/** One question about a stack; `undefined` when there is no such stack. Throws `TransientFault`, or an error with what AWS said. */
export const askCloudFormation = async (where: Where, question: Readonly<Record<string, string>>): Promise<string | undefined> => {
  const body = new URLSearchParams({ Version: '2010-05-15', ...question }).toString();
  const answer = await signedPost(where, { service: 'cloudformation', contentType: 'application/x-www-form-urlencoded', body });
  const xml = await answer.text();
  if (/does not exist/.test(xml)) return undefined;
  if (!answer.ok) throw new Error(`CloudFormation answered ${answer.status}: ${textsOf(xml, 'Message')[0] ?? 'nothing more'}`);
  return xml;
};
