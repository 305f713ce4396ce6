/**
 * Types that some systems send for files that are something else, and the extensions that tell
 * which. Excel claims CSV files, Firefox calls every Ogg file a film, Chromium calls Opus plain
 * Ogg, Android takes M4A for MP3, and systems without Office call its files ZIP archives.
 */
export const misnamedTypes: Readonly<Record<string, readonly string[]>> = {
  'application/vnd.ms-excel': ['csv', 'tsv'],
  'video/ogg': ['ogg', 'oga', 'opus'],
  'audio/ogg': ['ogv', 'opus'],
  'audio/mpeg': ['m4a', 'm4b'],
  'video/webm': ['weba'],
  'application/zip': ['docx', 'xlsx', 'pptx', 'odt', 'ods', 'odp', 'epub'],
  'application/msword': ['rtf'],
};
