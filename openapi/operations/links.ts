import * as z from 'zod';
import { listLinksSchema } from '../../core/delivery/list-links.ts';
import { createLinkSchema, retargetLinkSchema } from '../../core/delivery/manage-links.ts';
import { leftOut } from '../named-schema.ts';
import { type Operation, redirect } from '../operation.ts';
import { createdLinkView, linkView } from '../views.ts';

const sizeQuery = z.object({ size: z.coerce.number().int().min(64).max(2048).optional() });

export const linkOperations = {
  createLink: {
    isIdempotent: true,
    summary: 'Make a permalink to a paid order',
    description: 'Leads to all its files or to one. The token is answered once.',
    tag: 'links',
    body: createLinkSchema,
    bodyOptional: true,
    answers: { 201: createdLinkView },
    problems: ['InvalidInput', 'NotFound', 'OrderNotPaid', 'QuotaExceeded'],
  },
  listOrderLinks: {
    summary: 'The links that lead to an order, newest first',
    tag: 'links',
    answers: { 200: z.strictObject({ links: z.array(linkView), ...leftOut }) },
    problems: ['NotFound'],
  },
  retargetOrderLink: {
    summary: 'Point a printed link at another file of its owner, by its id',
    tag: 'links',
    body: retargetLinkSchema,
    answers: { 200: linkView },
    problems: [
      'InvalidInput',
      'NotAllowed',
      'NotFound',
      'OrderNotPaid',
      'QuotaExceeded',
      'StaleRecord',
    ],
  },
  revokeOrderLink: {
    summary: 'End a link for good, by its id: the paper is lost',
    tag: 'links',
    answers: { 204: null },
    problems: ['NotAllowed', 'NotFound', 'StaleRecord'],
  },
  listLinks: {
    summary: 'The links that an owner or an operator made, newest first',
    tag: 'links',
    query: listLinksSchema,
    answers: {
      200: z.strictObject({
        links: z.array(linkView),
        ...leftOut,
        cursor: z.string().optional(),
      }),
    },
    problems: ['NotAllowed', 'InvalidInput'],
  },
  retargetLink: {
    summary: 'Point a printed link at another file',
    tag: 'links',
    body: retargetLinkSchema,
    answers: { 200: linkView },
    problems: ['InvalidInput', 'NotFound', 'OrderNotPaid', 'QuotaExceeded', 'StaleRecord'],
  },
  revokeLink: {
    summary: 'End a link for good',
    tag: 'links',
    answers: { 204: null },
    problems: ['NotFound', 'StaleRecord'],
  },
  followLink: {
    summary: 'Follow a permalink',
    description: 'Answers a redirect to the file, or a page when there are several.',
    tag: 'links',
    answers: { 200: 'text/html', 303: redirect },
    problems: ['NotFound', 'Gone'],
  },
  linkQrSvg: {
    summary: 'The link as a QR code',
    tag: 'links',
    query: sizeQuery,
    answers: { 200: 'image/svg+xml' },
    problems: ['InvalidInput', 'NotFound'],
  },
  linkQrPng: {
    summary: 'The link as a QR code',
    tag: 'links',
    query: sizeQuery,
    answers: { 200: 'image/png' },
    problems: ['InvalidInput', 'NotFound'],
  },
} satisfies Record<string, Operation>;
