const mappedIpv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The key of a sender: its IPv4 address or IPv6 /64, which one household has to itself. */
export const ipNetwork = (ip: string): string => {
  const mapped = mappedIpv4.exec(ip)?.[1];
  if (mapped !== undefined || !ip.includes(':')) return mapped ?? ip;
  const [left, right] = ip.toLowerCase().split('::');
  const [head, tail] = [groupsOf(left), groupsOf(right)];
  const zeros =
    right === undefined
      ? []
      : Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  const groups = [...head, ...zeros, ...tail].slice(0, 4);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`;
};

const groupsOf = (part: string | undefined): string[] => (part ? part.split(':') : []);
