// A legacy list of any length, as messy as lists are: for tests and for the bench. The same number gives the same list.
import iconv from 'iconv-lite';

/** The labels of the list in `fixtures/`: 31 spellings, of which some say one thing. */
const LABELS = [
  ...[
    '내원',
    '부재',
    '안받음',
    '부재3',
    '전화주기로',
    '예약취소',
    '부도',
    '상담완료',
    '1차부재',
    '3차부재(문자)',
    '2차 부재',
  ],
  ...[
    '예약완료',
    '추후상담',
    '종료',
    '보류',
    '상담대기',
    '거절',
    '고민중',
    '장기부재',
    '예약',
    '신규',
    '중복',
    '가족상의',
  ],
  ...['예약변경', '수신거부', '결번', '일정확인', '상담중', '허수', '진료불가', '통화중'],
];
const SURNAMES = ['김', '이', '박', '최', '정', '강', '조', '윤', '장', '임'];
const GIVEN = ['수빈', '지훈', '하늘', '미영', '서준', '지우', '지민', '현우', '은서', '도윤', '예린', '민재'];
const INTERESTS = ['임플란트', '사랑니', '교정', '임플란트 충치', '스케일링', '', '라미네이트', '성형'];
const SOURCES = ['인터넷', '소개', '건물내', '잡지', '', '네이버', 'SMS', '인스타', '모름', '전단지'];
const OWNERS = ['김지현', '박소영', '김지현 실장', '', '퇴사한이'];
const MEMOS = [
  '토요일 예약',
  '"추가" 문의, 재통화',
  '신호만 감\n다시 전화',
  '사진 받음;\t원장님 확인중',
  '본인이 전화주신다고\r\n"내일"',
  '가격 문의 / 35만원, 카드',
  '=전화함',
  "'부재라고 적음",
  '',
];
const HEADER = '번호,고객명,연락처,문의일,경로,관심진료,담당,상태,통화횟수,예약일,내원일,메모';

/** Rows of the file, of which some stand twice, tell of one enquiry, share a phone, or say what cannot be. */
export function messyRows(count: number, seed = 1): string[][] {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const rows: string[][] = [];
  while (rows.length < count) {
    const earlier = rows.length > 0 ? rows[Math.floor(next() * Math.min(rows.length, 3000))]! : null;
    const chance = next();
    if (earlier && chance < 0.06) rows.push([...earlier]);
    else if (earlier && chance < 0.1) rows.push(earlier.with(7, pick(LABELS)));
    else if (chance < 0.105) rows.push(Array.from({ length: 12 }, () => ' '));
    else if (chance < 0.107) rows.push(HEADER.split(','));
    else rows.push(fresh(rows.length + 1, count, next, pick));
  }
  return rows;
}

function fresh(no: number, count: number, next: () => number, pick: <T>(list: readonly T[]) => T): string[] {
  // Some two rows for each number, and several names for some numbers: families, and slips of the hand.
  const person = Math.floor(next() * count * 0.6);
  const name = next() < 0.03 ? '' : `${SURNAMES[person % 10]!}${GIVEN[(person + (next() < 0.05 ? 1 : 0)) % 12]!}`;
  const day = dayCell(next, pick);
  const cells = [
    next() < 0.9 ? String(no) : '',
    name,
    phoneCell(person, next, pick),
    day,
    pick(SOURCES),
    pick(INTERESTS),
    pick(OWNERS),
    next() < 0.1 ? ` ${pick(LABELS)} ` : pick(LABELS),
    pick(['0', '1', '2', '3', '', '많이']),
    next() < 0.2 ? `2026-${pick(['09', '10', '11', '12'])}-${pick(['04', '17', '28'])}${pick(['', ' 14:30'])}` : '',
    next() < 0.06 ? pick(['2026-10-01', '2026-11-05', '2099-01-01', '어제']) : '',
    pick(MEMOS),
  ];
  const chance = next();
  if (chance < 0.01) return [...cells, '남는 칸'];
  return chance < 0.02 ? cells.slice(0, 8) : chance < 0.024 ? cells.with(11, '깨진\u0007글자') : cells;
}

function phoneCell(person: number, next: () => number, pick: <T>(list: readonly T[]) => T): string {
  const digits = String(20_000_000 + person).padStart(8, '0');
  const [a, b] = [digits.slice(0, 4), digits.slice(4)];
  if (next() < 0.02) return pick(['', '010-123', '없음', '010-1234-5678-9']);
  return pick([`010-${a}-${b}`, `010${a}${b}`, `+82 10-${a}-${b}`, `010.${a}.${b}`, `10${a}${b}`, `010 ${a} ${b}`]);
}

function dayCell(next: () => number, pick: <T>(list: readonly T[]) => T): string {
  if (next() < 0.03) return pick(['2026-02-30', '', '언젠가', '2031-01-01', '1987-04-05', '0000-00-00']);
  const [month, day] = [1 + Math.floor(next() * 9), 1 + Math.floor(next() * 28)];
  const two = (value: number) => String(value).padStart(2, '0');
  return pick([
    `2026-${two(month)}-${two(day)}`,
    `2026/${two(month)}/${two(day)}`,
    `2026.${month}.${day} 17:31`,
    `${month}월 ${day}일`,
    `2026년 ${month}월 ${day}일`,
    `26.${two(month)}.${two(day)}`,
  ]);
}

/** As a spreadsheet in Korean writes it: CP949, CRLF between rows, whatever line breaks stand in cells. */
export function messyFile(rows: readonly (readonly string[])[]): Buffer {
  const lines = rows.map((cells) => cells.map((cell) => (/[",\r\n]/u.test(cell) ? quoted(cell) : cell)).join(','));
  return iconv.encode([HEADER, ...lines].join('\r\n'), 'cp949');
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

/** Numbers between 0 and 1 that a seed decides (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
