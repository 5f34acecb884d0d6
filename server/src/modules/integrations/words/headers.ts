import type { ImportKind } from '@anbu/contract';
import { CONSENT_FIELDS } from './headers-consent.ts';
import { ENQUIRY_FIELDS } from './headers-enquiry.ts';
import { PERSON_FIELDS } from './headers-person.ts';

export type Field = {
  readonly field: string;
  readonly kinds: readonly ImportKind[];
  /** Names of the column, compared without case, width, spaces and signs; the commoner first. */
  readonly names: readonly string[];
  /** Names that others use for something else too: taken unless the cells contradict. */
  readonly weakNames?: readonly string[];
  /** Words that a name of this field may end in: 진행 단계, 当前状态, Lead stage. What a thing is stands at the end in all three languages. */
  readonly heads?: readonly string[];
  /** Words that tell the field wherever they stand. */
  readonly stems?: readonly string[];
  /** With a head, one of these stands before it: an 일 is a day of something. */
  readonly needs?: readonly string[];
  /** With one of these it is another thing: 담당자명 names no patient. */
  readonly not?: readonly string[];
};

/** Columns that are recognised. */
export const FIELDS: readonly Field[] = [...PERSON_FIELDS, ...ENQUIRY_FIELDS, ...CONSENT_FIELDS];

/** Columns that are known and mean nothing to us: a list's own running number, and the reasons of a rejected file. */
export const IGNORED: readonly string[] = [
  ...[
    '번호',
    '순번',
    'no',
    'no.',
    '연번',
    '#',
    's/n',
    'sn',
    'row',
    'index',
    'idx',
    'seq',
    '序号',
    '编号',
    'number',
    '행',
    '순서',
  ],
  ...['가져오기 오류', 'import error', '导入错误'],
];

/**
 * Columns that never hold a person's status, however few words stand in them: nobody is asked about them. Anywhere in the header.
 */
export const NO_STATUS: readonly string[] = [
  ...[
    '여부',
    '동의',
    '지역',
    '주소',
    '시도',
    '구군',
    '국적',
    '혈액',
    '보험',
    '직업',
    '결제',
    '수납',
    '나이',
    '연령',
    '등급',
    '성별',
    '요일',
  ],
  ...[
    '유무',
    '환자구분',
    '신환',
    '초재진',
    '종류',
    '연도',
    '성별',
    '원장',
    '의사',
    '치료',
    '진료',
    '시술',
    '수술',
    '소개자',
    '회원구분',
  ],
  ...[
    'age',
    'region',
    'city',
    'country',
    'address',
    'gender',
    'consent',
    'insurance',
    'job',
    'occupation',
    'nationality',
    'weekday',
  ],
  ...['doctor', 'grade', 'currency', 'payment', 'device', 'platform', 'zip', 'optin', 'priority'],
  ...['年龄', '地区', '地址', '城市', '国籍', '性别', '职业', '保险', '是否', '等级', '医生', '星期', '省份', '付款'],
];

/** A row of these is taken only with the field. One of a group is enough; the first ones are named where none is there. */
export const REQUIRED: Readonly<Record<ImportKind, readonly (readonly string[])[]>> = {
  people: [['name', 'phone', 'familyName', 'givenName']],
  enquiries: [['name', 'phone', 'familyName', 'givenName'], ['receivedAt']],
  consents: [['phone', 'email'], ['consentPurpose'], ['consentChannel'], ['consentState'], ['consentAt']],
};
/** How many of a group are named. */
export const NAMED_OF_GROUP = 2;

export function fieldsOf(kind: ImportKind): readonly Field[] {
  return FIELDS.filter((field) => field.kinds.includes(kind));
}
