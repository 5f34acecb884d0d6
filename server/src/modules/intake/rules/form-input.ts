/** What a form sends, as texts; nothing of it is believed yet. */
export type FormInput = {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly text: string;
  readonly interests: readonly string[];
  readonly consent: boolean;
  /** Says when and for which source the form was made. */
  readonly stamp: string;
  readonly trap: string;
  readonly page: string;
  readonly utm: Readonly<Record<string, string>>;
};

const UTM = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'] as const;
const MOST_TEXT = 10_000;

export const EMPTY_FORM: FormInput = {
  name: '',
  phone: '',
  email: '',
  text: '',
  interests: [],
  consent: false,
  stamp: '',
  trap: '',
  page: '',
  utm: {},
};

/** The fields of a sent form, cut to sane lengths. */
export function readForm(fields: URLSearchParams): FormInput {
  const text = (name: string, most: number) => (fields.get(name) ?? '').slice(0, most).trim();
  return {
    name: text('name', 200),
    phone: text('phone', 60),
    email: text('email', 260),
    text: text('text', MOST_TEXT),
    interests: fields.getAll('interest').slice(0, 20),
    consent: fields.get('consent') === 'yes',
    stamp: text('stamp', 400),
    trap: text('homepage', 200),
    page: text('page', 500),
    utm: utmOf(fields),
  };
}

/** Where the visitor came from, as the address of the page says. */
export function utmOf(fields: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    UTM.flatMap((name) => {
      const value = (fields.get(name) ?? '').slice(0, 200).trim();
      return value === '' ? [] : [[name, value] as const];
    }),
  );
}
