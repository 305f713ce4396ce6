import { InvalidInput } from '../../core/errors.ts';
import type { AnswerOnceDeps } from '../../core/shared/answer-once.ts';
import type { Upload } from '../../core/uploads/model/upload.ts';
import { uploadView } from '../../core/uploads/model/upload-view.ts';
import type { StoreDeps } from '../../core/uploads/store-bytes.ts';
import { storeFile } from '../../core/uploads/store-file.ts';
import { storeText } from '../../core/uploads/store-text.ts';
import { flagOf } from '../shared/flag.ts';
import type { HttpAnswer } from '../shared/http.ts';
import { type Create, idempotent } from '../shared/idempotent.ts';
import { metadataIn, type OlderForm, olderForm } from './older-form.ts';

type Deps = Omit<StoreDeps, 'sourceIp'> & AnswerOnceDeps;

/** The paths of an older upload service. */
export const olderUploadRoutes = (deps: Deps) => ({
  'POST /api/upload/video': idempotent(deps, fileRoute(deps, 'video')),
  'POST /api/upload/transcript-file': idempotent(deps, fileRoute(deps, 'transcript')),
  'POST /api/upload/transcript-text': idempotent(deps, textRoute(deps)),
});

/** POST /api/upload/video and /api/upload/transcript-file: the file in a form. */
const fileRoute =
  (deps: Deps, category: string): Create =>
  async (request, ids) => {
    const form = await olderForm(request);
    if (!form.file) throw InvalidInput.of('file', 'must be a file of a multipart form');
    const { type, bytes } = form.file;
    const contentType = form.fields.content_type || type;
    const said = announced(form, { filename: category, category });
    const { caller, sourceIp } = request;
    return answer(
      await storeFile({ ...deps, ids, sourceIp }, caller, { ...said, contentType, bytes }),
    );
  };

/** An older client's words in ours. `is_temp: false` asks for what only trusted callers may. */
const announced = (
  { fields, file }: OlderForm,
  defaults: { filename: string; category: string },
) => {
  const isPublic = flagOf(fields, 'is_public');
  const metadata = metadataIn(fields);
  return {
    filename: fields.filename || fields.file_name || file?.name || defaults.filename,
    category: fields.category || defaults.category,
    ...(fields.partner_id && { partnerId: fields.partner_id }),
    ...(isPublic !== undefined && { isPublic }),
    ...(flagOf(fields, 'is_temp') === false && { keep: true }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
};

/** The upload, and its id under the older name, too. */
const answer = (upload: Upload): HttpAnswer => ({
  status: 201,
  body: { ...uploadView(upload), upload_id: upload.uploadId },
});

/** POST /api/upload/transcript-text: `{text, filename?}`, as JSON or as a form. */
const textRoute =
  (deps: Deps): Create =>
  async (request, ids) => {
    const form = await olderForm(request);
    const { fields } = form;
    const text = fields.text ?? fields.content ?? fields.transcript;
    const said = announced(form, { filename: 'transcript.txt', category: 'transcript' });
    const { caller, sourceIp } = request;
    return answer(await storeText({ ...deps, ids, sourceIp }, caller, { ...said, text }));
  };
