/**
 * Why a file is refused, in the words that the upload's record and the API's answers have. Each
 * reads on from "The upload was refused:". docs/refusals.md explains them.
 */
export const refusalReasons = {
  otherSize: (arrivedBytes: number, announcedBytes: number): string =>
    `${arrivedBytes} bytes arrived instead of ${announcedBytes}`,
  sentAs: (sent: string | undefined, announced: string): string =>
    `it was sent as ${sent} instead of ${announced}`,
  header: (name: string, value: string): string => `it was sent with the header ${name}: ${value}`,
  otherType: (detected: string, announced: string): string => `it is ${detected}, not ${announced}`,
  unknownType: (announced: string): string => `it is of no known type, not ${announced}`,
  hidesPage: (): string => 'it hides HTML or SVG',
  notText: (): string => 'it is not text in UTF-8',
  beginsLikeMarkup: (): string => 'it begins like HTML, SVG or XML',
  notCaptions: (): string => 'it does not begin with WEBVTT',
  notJson: (): string => 'it does not begin like JSON',
  otherHash: (): string => 'its SHA-256 is not the announced one',
  missing: (): string => 'it is no longer in storage',
  infected: (threats: string | undefined): string =>
    threats === undefined ? 'it is infected' : `it is infected: ${threats}`,
  unscanned: (why: string | undefined): string =>
    `it could not be scanned for malware${why === undefined ? '' : `: ${why}`}`,
} as const;
