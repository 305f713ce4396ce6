/** A time on the clock of this computer: `2030-01-31 13:05:09`. Other texts stay as they are. */
export const localTime = (iso: string): string => {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
};

const two = (figure: number): string => String(figure).padStart(2, '0');

/** The same time in UTC, as logs have it; with its day where that differs: `12:05:09Z`. */
export const utcTime = (iso: string): string => {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return 'no time';
  const [day = '', time = ''] = at.toISOString().split('T');
  const isSameDay = localTime(iso).startsWith(day);
  return `${isSameDay ? '' : `${day} `}${time.slice(0, 8)}Z`;
};
