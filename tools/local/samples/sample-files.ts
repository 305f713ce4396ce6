import { chordSamples, makeAudio } from './chord.ts';
import { makeOrderSheet } from './order-sheet.ts';
import { makePhoto } from './photo.ts';
import { makeWaveform } from './waveform.ts';

/** A file of the sample order: its announcement and its bytes. */
export type SampleFile = {
  role: string;
  fileName: string;
  contentType: string;
  category: string;
  bytes: Buffer;
};

/** The four files of the sample order; the same bytes every time. */
export const makeSampleFiles = (): SampleFile[] => {
  const photo = makePhoto();
  const samples = chordSamples();
  return [
    {
      role: 'photo',
      fileName: 'photo.jpg',
      contentType: 'image/jpeg',
      category: 'photo',
      bytes: photo,
    },
    {
      role: 'audio',
      fileName: 'audio.wav',
      contentType: 'audio/wav',
      category: 'audio',
      bytes: makeAudio(samples),
    },
    {
      role: 'waveform',
      fileName: 'waveform.png',
      contentType: 'image/png',
      category: 'waveform',
      bytes: makeWaveform(samples),
    },
    {
      role: 'pdf',
      fileName: 'order.pdf',
      contentType: 'application/pdf',
      category: 'pdf',
      bytes: makeOrderSheet(photo),
    },
  ];
};
