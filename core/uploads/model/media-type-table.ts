/** Other spellings of a media type, and the ends of its files' names, most usual first. */
export type MediaTypeRow = { aliases?: readonly string[]; extensions?: readonly string[] };

/**
 * Every media type with a name of its own, under the one spelling that records and headers use. An
 * alias means the same type everywhere. Plain data without imports: clients use it, too.
 */
export const mediaTypeTable: Readonly<Record<string, MediaTypeRow>> = {
  'image/jpeg': {
    aliases: ['image/jpg', 'image/pjpeg', 'image/x-jpeg', 'image/x-jpg'],
    extensions: ['jpg', 'jpeg', 'jpe', 'jfif'],
  },
  'image/png': {
    aliases: ['image/x-png', 'image/apng', 'image/vnd.mozilla.apng'],
    extensions: ['png', 'apng'],
  },
  'image/webp': { aliases: ['image/x-webp'], extensions: ['webp'] },
  'image/gif': { extensions: ['gif'] },
  'image/heic': {
    aliases: [
      'image/heif',
      'image/heic-sequence',
      'image/heif-sequence',
      'image/x-heic',
      'image/x-heif',
    ],
    extensions: ['heic', 'heif', 'hif', 'heics', 'heifs'],
  },
  'image/avif': { aliases: ['image/avif-sequence', 'image/x-avif'], extensions: ['avif', 'avifs'] },
  'image/bmp': {
    aliases: ['image/x-bmp', 'image/x-ms-bmp', 'image/x-windows-bmp'],
    extensions: ['bmp', 'dib'],
  },
  'image/tiff': {
    aliases: ['image/tif', 'image/x-tif', 'image/x-tiff'],
    extensions: ['tif', 'tiff'],
  },
  'image/svg+xml': { aliases: ['image/svg', 'image/svg-xml'], extensions: ['svg'] },
  'image/vnd.microsoft.icon': { aliases: ['image/x-icon', 'image/ico'], extensions: ['ico'] },
  'audio/mpeg': {
    aliases: [
      'audio/mp3',
      'audio/x-mp3',
      'audio/mpeg3',
      'audio/x-mpeg3',
      'audio/x-mpeg-3',
      'audio/x-mpeg',
      'audio/mpg',
      'audio/x-mpg',
      'audio/mp2',
      'audio/x-mp2',
    ],
    extensions: ['mp3', 'mpga', 'mpega', 'mp2', 'mp1'],
  },
  'audio/mp4': {
    aliases: [
      'audio/x-m4a',
      'audio/m4a',
      'audio/x-mp4',
      'audio/mp4a-latm',
      'audio/x-m4b',
      'audio/m4b',
    ],
    extensions: ['m4a', 'm4b', 'mp4a', 'f4a', 'f4b'],
  },
  'audio/wav': {
    aliases: [
      'audio/x-wav',
      'audio/wave',
      'audio/vnd.wave',
      'audio/x-pn-wav',
      'audio/x-wave',
      'audio/vnd.wav',
    ],
    extensions: ['wav', 'wave'],
  },
  'audio/ogg': {
    aliases: [
      'application/ogg',
      'application/x-ogg',
      'audio/x-ogg',
      'audio/vorbis',
      'audio/x-vorbis',
      'audio/x-vorbis+ogg',
      'audio/x-flac+ogg',
      'audio/x-oggflac',
      'audio/speex',
      'audio/x-speex+ogg',
    ],
    extensions: ['ogg', 'oga', 'spx'],
  },
  'audio/opus': { aliases: ['audio/x-opus', 'audio/x-opus+ogg'], extensions: ['opus'] },
  'audio/webm': { aliases: ['audio/x-webm'], extensions: ['weba'] },
  'audio/flac': { aliases: ['audio/x-flac', 'application/x-flac'], extensions: ['flac'] },
  'audio/aac': {
    aliases: [
      'audio/aacp',
      'audio/x-aac',
      'audio/x-hx-aac-adts',
      'audio/vnd.dlna.adts',
      'audio/x-aacp',
    ],
    extensions: ['aac', 'adts'],
  },
  'audio/aiff': { aliases: ['audio/x-aiff'], extensions: ['aiff', 'aif', 'aifc'] },
  'audio/amr': { aliases: ['audio/x-amr'], extensions: ['amr'] },
  'audio/3gpp': { aliases: ['audio/3gp'], extensions: ['3ga'] },
  'audio/x-matroska': { aliases: ['audio/matroska'], extensions: ['mka'] },
  'audio/x-ms-wma': { aliases: ['audio/wma'], extensions: ['wma'] },
  'audio/midi': { aliases: ['audio/mid', 'audio/x-midi'], extensions: ['mid', 'midi'] },
  'video/mp4': {
    aliases: ['video/x-m4v', 'video/m4v', 'video/x-mp4', 'application/mp4'],
    extensions: ['mp4', 'm4v', 'mp4v', 'mpg4', 'f4v'],
  },
  'video/quicktime': {
    aliases: ['video/x-quicktime', 'video/mov'],
    extensions: ['mov', 'qt', 'moov', 'qtvr'],
  },
  'video/webm': { aliases: ['video/x-webm'], extensions: ['webm'] },
  'video/x-matroska': { aliases: ['video/matroska', 'video/mkv'], extensions: ['mkv'] },
  'video/ogg': {
    aliases: ['video/x-ogg', 'video/x-theora', 'video/x-theora+ogg'],
    extensions: ['ogv'],
  },
  'video/3gpp': { aliases: ['video/3gp'], extensions: ['3gp', '3gpp'] },
  'video/3gpp2': {
    aliases: ['video/3g2', 'audio/3gpp2', 'audio/3g2'],
    extensions: ['3g2', '3gp2', '3gpp2'],
  },
  'video/x-msvideo': {
    aliases: ['video/avi', 'video/x-avi', 'video/msvideo', 'video/vnd.avi', 'video/divx'],
    extensions: ['avi'],
  },
  'video/mpeg': { aliases: ['video/mpg', 'video/x-mpeg'], extensions: ['mpg', 'mpeg', 'mpe'] },
  'video/x-ms-wmv': { extensions: ['wmv'] },
  'application/pdf': {
    aliases: [
      'application/x-pdf',
      'application/acrobat',
      'application/vnd.pdf',
      'application/nappdf',
      'image/pdf',
      'text/pdf',
      'text/x-pdf',
    ],
    extensions: ['pdf'],
  },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': {
    extensions: ['docx'],
  },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { extensions: ['xlsx'] },
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': {
    extensions: ['pptx'],
  },
  'application/vnd.oasis.opendocument.text': {
    aliases: ['application/x-vnd.oasis.opendocument.text'],
    extensions: ['odt'],
  },
  'application/vnd.oasis.opendocument.spreadsheet': {
    aliases: ['application/x-vnd.oasis.opendocument.spreadsheet'],
    extensions: ['ods'],
  },
  'application/vnd.oasis.opendocument.presentation': {
    aliases: ['application/x-vnd.oasis.opendocument.presentation'],
    extensions: ['odp'],
  },
  'application/msword': {
    aliases: ['application/x-msword', 'application/vnd.ms-word'],
    extensions: ['doc'],
  },
  'application/vnd.ms-excel': {
    aliases: [
      'application/excel',
      'application/x-excel',
      'application/msexcel',
      'application/x-msexcel',
    ],
    extensions: ['xls'],
  },
  'application/vnd.ms-powerpoint': {
    aliases: ['application/mspowerpoint', 'application/x-mspowerpoint', 'application/powerpoint'],
    extensions: ['ppt'],
  },
  'application/rtf': {
    aliases: ['text/rtf', 'text/richtext', 'application/x-rtf'],
    extensions: ['rtf'],
  },
  'application/epub+zip': { extensions: ['epub'] },
  'text/plain': { aliases: ['text/x-log'], extensions: ['txt', 'text', 'log'] },
  'text/csv': {
    aliases: [
      'application/csv',
      'application/x-csv',
      'text/x-csv',
      'text/comma-separated-values',
      'text/x-comma-separated-values',
    ],
    extensions: ['csv'],
  },
  'text/tab-separated-values': { extensions: ['tsv'] },
  'text/markdown': {
    aliases: ['text/x-markdown', 'text/md', 'application/markdown'],
    extensions: ['md', 'markdown', 'mkd'],
  },
  'text/vtt': {
    aliases: ['text/webvtt', 'text/x-vtt', 'application/vtt', 'application/x-vtt'],
    extensions: ['vtt'],
  },
  'application/x-subrip': {
    aliases: ['application/srt', 'application/x-srt', 'text/srt', 'text/x-srt', 'text/x-subrip'],
    extensions: ['srt'],
  },
  'application/json': {
    aliases: ['text/json', 'text/x-json', 'application/x-json'],
    extensions: ['json'],
  },
  'application/xml': { aliases: ['text/xml'], extensions: ['xml'] },
  'text/html': { extensions: ['html', 'htm'] },
  'text/css': { extensions: ['css'] },
  'text/javascript': {
    aliases: ['application/javascript', 'application/x-javascript'],
    extensions: ['js', 'mjs'],
  },
  'text/calendar': { aliases: ['application/ics', 'text/x-vcalendar'], extensions: ['ics'] },
  'application/wasm': { extensions: ['wasm'] },
  'font/woff': {
    aliases: ['application/font-woff', 'application/x-font-woff'],
    extensions: ['woff'],
  },
  'font/woff2': { extensions: ['woff2'] },
  'font/ttf': { aliases: ['application/x-font-ttf'], extensions: ['ttf'] },
  'font/otf': { aliases: ['application/x-font-otf'], extensions: ['otf'] },
  'application/zip': {
    aliases: ['application/x-zip', 'application/x-zip-compressed', 'multipart/x-zip'],
    extensions: ['zip'],
  },
  'application/gzip': { aliases: ['application/x-gzip'], extensions: ['tgz'] },
  'application/x-tar': { extensions: ['tar'] },
  'application/x-7z-compressed': { extensions: ['7z'] },
  // Names of nothing in particular.
  'application/octet-stream': {
    aliases: (
      'binary/octet-stream application/x-octet-stream application/octetstream application/binary ' +
      'application/x-binary application/data application/x-download application/download ' +
      'application/force-download application/x-force-download application/unknown ' +
      'application/x-unknown content/unknown unknown/unknown'
    ).split(' '),
  },
};
