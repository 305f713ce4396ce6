import type { WebhookDelivery } from '@keepsake/client/operator';
import { deliveryState, subjectPage } from '../words/webhook-words.ts';
import { Copyable } from './copyable.tsx';
import { PageLink } from './page-link.tsx';
import { Status } from './status.tsx';

/** How the last try of a delivery ended. */
export const DeliveryState = ({ status }: Pick<WebhookDelivery, 'status'>) => {
  const { text, type } = deliveryState(status);
  return <Status type={type}>{text}</Status>;
};

/** The subject of a delivery's event, with a link to its page if it has one. */
export const DeliverySubject = ({ subject }: { subject: string | undefined }) => {
  if (subject === undefined) return <>–</>;
  const page = subjectPage(subject);
  if (page === undefined) return <Copyable text={subject} name="subject" />;
  return <PageLink href={page}>{subject}</PageLink>;
};
