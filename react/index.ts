export { type OrderedFile, UploadField, type UploadFieldProps } from './upload-field.tsx';
export { englishTexts, type UploadTexts } from './upload-texts.ts';
export { type FileUpload, type Uploads, type UploadsOptions, useUploads } from './use-uploads.ts';
