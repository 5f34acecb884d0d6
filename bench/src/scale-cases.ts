/** What one organisation has of which the requests ask. */
export type Known = {
  readonly user: string;
  readonly team: string;
  readonly person: string;
  readonly phone: string;
  readonly enquiry: string;
  readonly enquiryPerson: string;
};

export type ScaleCase = {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
};

const DAY = 86_400_000;
const day = (ago: number) => new Date(Date.now() - ago * DAY).toISOString().slice(0, 10);
const month = (ago: number) => day(ago).slice(0, 7);

/** Each filter of the board by itself: frequent, rare and never met. */
const filters = ({ user, person, enquiryPerson, phone }: Known): Readonly<Record<string, string>> => ({
  'no filter': '',
  'status VISITED': 'status=VISITED',
  'status new group': 'status=NEW,WAITING',
  'status closed group': 'status=DECLINED,INELIGIBLE,INVALID,DO_NOT_CONTACT',
  'owner, 1 of 20': `owner=${user}`,
  'owner who has none': `owner=${person}`,
  'owner none': 'owner=none',
  'channel often': 'sourceChannel=phone',
  'channel rare': 'sourceChannel=magazine',
  'channel never': 'sourceChannel=other',
  'interest often': 'interest=implant',
  'interest rare': 'interest=laminate',
  'interest never': 'interest=other',
  'hold reason often': 'holdReason=COST',
  'hold reason never': 'holdReason=AWAY',
  likelihood: 'likelihood=L',
  'patient kind': 'patientKind=re_new',
  month: `cohortMonth=${month(200)}`,
  'received up to long ago': `receivedTo=${day(700)}`,
  'open only': 'open=true',
  late: 'late=true',
  'one person': `personId=${enquiryPerson}`,
  'name 김민준': `q=${encodeURIComponent('김민준')}`,
  'phone tail': `q=${phone.slice(-4)}`,
  'campaign often': 'campaign=spring',
  'campaign rare': 'campaign=lost',
  'campaign never': 'campaign=none',
  'UTM mark often': `utm=${encodeURIComponent('source=naver')}`,
  'UTM mark rare': `utm=${encodeURIComponent('source=flyer')}`,
  'UTM word never': 'utm=radio',
  'sticker of many': 'sticker=referrer',
  'sticker of few': 'sticker=high_value',
  sex: 'sex=female',
  'age of few': 'ageFrom=85',
  'language of few': 'language=vi',
  'handed over': 'handedOver=true',
  'first call late': 'firstCall=late',
  unreachable: 'unreachable=true',
  'contacted long ago': `contactTo=${day(900)}`,
  'a female of a campaign, this year': `campaign=spring&sex=female&receivedFrom=${day(300)}&receivedTo=${day(0)}`,
});

/** The list of people by each of its filters: frequent, rare and never met. */
const peopleFilters = ({ user, person }: Known): Readonly<Record<string, string>> => ({
  'no filter': '',
  'sticker of many': 'sticker=referrer',
  'sticker of few': 'sticker=high_value',
  sex: 'sex=female',
  'age of few': 'ageFrom=85',
  'birthday in May': 'birthMonth=5',
  'language of few': 'language=vi',
  'language of nobody': 'language=mn',
  'has open': 'hasOpen=true',
  'owner, 1 of 20': `owner=${user}`,
  'owner who has none': `owner=${person}`,
  'channel often': 'sourceChannel=phone',
  'channel rare': 'sourceChannel=magazine',
  'interest rare': 'interest=laminate',
  'contacted lately': `contactFrom=${day(7)}`,
  'contacted long ago': `contactTo=${day(900)}`,
  'visited last long ago': `lastVisitTo=${day(900)}`,
  'never visited': 'everVisited=false',
  'registered lately': `registeredFrom=${day(7)}`,
  'name 김민준, female': `q=${encodeURIComponent('김민준')}&sex=female`,
});

const SEARCHES: Readonly<Record<string, string>> = {
  'initial consonants': 'ㄱㅁㅈ',
  'one consonant': 'ㄱ',
  name: '김민준',
  'family name': '김',
  'given name': '민준',
  'birth date': '1980-01-02',
  'birth date, six digits': '800102',
  'patient number': '12345',
  nobody: '없는사람',
  'signs of patterns': '%_\\',
};

export function scaleCases(known: Known): ScaleCase[] {
  const { user, team, person, phone, enquiry, enquiryPerson } = known;
  const get = (name: string, path: string): ScaleCase => ({ name, method: 'GET', path });
  const post = (name: string, path: string, body: unknown): ScaleCase => ({ name, method: 'POST', path, body });
  const boards = ['-receivedAt', 'receivedAt', 'dueAt', '-statusSince'].flatMap((sort) =>
    Object.entries(filters(known)).map(([name, query]) =>
      get(`board ${sort}: ${name}`, `/enquiries?sort=${sort}&${query}`),
    ),
  );
  const counts = Object.entries(filters(known)).map(([name, query]) =>
    get(`counts: ${name}`, `/enquiries/counts?${query}`),
  );
  const searches = Object.entries({ ...SEARCHES, 'phone tail': phone.slice(-4), 'whole phone': `0${phone.slice(3)}` });
  return [
    get('Today, mine', '/today'),
    get('Today, mine, late', '/today?tab=late'),
    get('Today, everybody', '/today?owner=all'),
    get('Today, everybody, new', '/today?owner=all&tab=new'),
    get('Today, a team', `/today?owner=all&team=${team}`),
    get('Today, passes', '/today?owner=all&tab=passes'),
    get('numbers of Today, mine', '/today/summary'),
    get('numbers of Today, everybody', '/today/summary?owner=all'),
    get('alerts', '/alerts'),
    ...boards,
    get('board with total', '/enquiries?total=true'),
    ...counts,
    ...searches.map(([name, q]) => get(`people: ${name}`, `/people?limit=20&q=${encodeURIComponent(q)}`)),
    ...['-registered', 'name', 'contact'].flatMap((sort) =>
      Object.entries(peopleFilters(known)).map(([name, query]) =>
        get(`people ${sort}: ${name}`, `/people?sort=${sort}&${query}`),
      ),
    ),
    get('a person', `/people/${person}`),
    get('archive of a person', `/people/${enquiryPerson}/timeline`),
    get('possible duplicates', `/people/${person}/duplicates`),
    get('an enquiry', `/enquiries/${enquiry}`),
    get('its history', `/enquiries/${enquiry}/history`),
    get('audit', '/audit'),
    get('audit of a user', `/audit?userId=${user}`),
    get('audit of a person', `/audit?personId=${person}`),
    get('audit of an enquiry', `/audit?entityId=${enquiry}`),
    get('audit: an act nobody did', '/audit?action=people.exported'),
    get('audit of a day long ago', `/audit?from=${day(300)}T00:00:00Z&to=${day(299)}T00:00:00Z`),
    post('next', '/today/next', {}),
    post('an enquiry arrives', '/enquiries', {
      person: { id: person },
      sourceChannel: 'phone',
      interests: ['implant'],
    }),
  ];
}
