const samplesPerSecond = 44_100;
const seconds = 2;
const headerBytes = 44;

// A major triad on A3; each note fades at its own pace.
const notes = [220, 277.18, 329.63];

/** The chord as 16-bit samples of one channel. */
export const chordSamples = (): Int16Array =>
  Int16Array.from({ length: samplesPerSecond * seconds }, (_, index) =>
    Math.round(amplitude(index / samplesPerSecond) * 32_000),
  );

const amplitude = (time: number): number =>
  notes.reduce(
    (sum, hertz, index) =>
      sum + Math.sin(2 * Math.PI * hertz * time) * Math.exp(-time * (index + 0.6)),
    0,
  ) / notes.length;

/** Samples as a WAV file: 44.1 kHz, mono, 16-bit PCM. */
export const makeAudio = (samples: Int16Array): Buffer => {
  const data = Buffer.alloc(samples.length * 2);
  samples.forEach((sample, index) => {
    data.writeInt16LE(sample, index * 2);
  });
  return Buffer.concat([header(data.length), data]);
};

const header = (dataBytes: number): Buffer => {
  const bytes = Buffer.alloc(headerBytes);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(dataBytes + headerBytes - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20); // PCM
  bytes.writeUInt16LE(1, 22); // channels
  bytes.writeUInt32LE(samplesPerSecond, 24);
  bytes.writeUInt32LE(samplesPerSecond * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34); // bits per sample
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(dataBytes, 40);
  return bytes;
};
