/** A postal address of a person. */
export type Postal = {
  readonly country: string;
  readonly postcode: string | null;
  readonly lines: readonly string[];
};

/**
 * What stands in the window, in the order of the country that it goes to: Korea ends with the name and the postcode, China begins with the postcode,
 * elsewhere the name comes first. Abroad the country is the last line, in English. Nothing else may stand there: no subject, no topic.
 */
export function envelopeLines({ country, postcode, lines }: Postal, name: string | null, home: string): string[] {
  const abroad = country === home ? [] : [countryName(country)];
  const who = name?.trim() || null;
  const code = postcode === null ? [] : [postcode];
  switch (country) {
    case 'KR':
      return [...lines, ...(who ? [`${who} 귀하`] : []), ...code, ...abroad];
    case 'CN':
      return [...code, ...lines, ...(who ? [`${who} 收`] : []), ...abroad];
    default: {
      const last = lines.at(-1) ?? '';
      const hasCode = postcode === null || lines.some((line) => line.includes(postcode));
      return [...(who ? [who] : []), ...lines.slice(0, -1), hasCode ? last : `${last} ${postcode}`, ...abroad];
    }
  }
}

/** In one line, for screens and lists. */
export function inOneLine({ postcode, lines }: Postal): string {
  const whole = [...(postcode === null ? [] : [postcode]), ...lines].join(' ');
  return whole.length <= 254 ? whole : `${whole.slice(0, 253)}…`;
}

function countryName(country: string): string {
  return (new Intl.DisplayNames('en', { type: 'region' }).of(country) ?? country).toUpperCase();
}
