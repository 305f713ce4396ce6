import type { Parked } from '../../adapters/operations/sqs-parked.ts';

const idPattern = /\b(?:ord|upl|pay|bat)_[\w-]+/g;

/** A parked message in one line: its ids and its error, without its content. */
export const parkedLine = ({ messageId, sentAt, body, attributes }: Parked): string => {
  const ids = [...new Set(body.match(idPattern) ?? [])].slice(0, 4).join(' ');
  return [
    messageId,
    sentAt,
    ids,
    attributeText(attributes, 'ERROR_CODE'),
    attributeText(attributes, 'ERROR_MESSAGE'),
  ]
    .filter(Boolean)
    .join('  ');
};

const attributeText = (attributes: Parked['attributes'], name: string): string => {
  const value = (attributes[name] as { StringValue?: string } | undefined)?.StringValue;
  return value === undefined ? '' : `${name.toLowerCase().replaceAll('_', ' ')}: ${value}`;
};
