import type { Field } from './headers.ts';

/** Columns of a list of consents; who it is stands in the columns of persons. */
export const CONSENT_FIELDS: readonly Field[] = [
  {
    field: 'consentPurpose',
    kinds: ['consents'],
    names: [
      ...['동의 목적', '동의목적', '목적', '수신 목적', '동의 종류', '동의구분', '동의 항목', '동의항목'],
      ...['purpose', 'consent purpose', 'consent type', '目的', '用途', '同意目的', '同意类型'],
    ],
  },
  {
    field: 'consentChannel',
    kinds: ['consents'],
    names: [
      ...['채널', '수신 채널', '수신채널', '동의 채널', '동의채널', '수신 방법', '수신방법', '매체', '수단'],
      ...['channel', 'consent channel', 'medium', '渠道', '接收渠道', '同意渠道', '方式'],
    ],
  },
  {
    field: 'consentState',
    kinds: ['consents'],
    names: [
      ...['동의 여부', '동의여부', '수신 동의', '수신동의', '수신여부', '수신 여부', '동의', '동의 상태', '동의상태'],
      ...['consent', 'consent state', 'consent status', 'granted', 'opt in', 'opted in', 'state'],
      ...['是否同意', '同意', '同意状态', '是否接收'],
    ],
  },
  {
    field: 'consentNight',
    kinds: ['consents'],
    names: ['야간', '야간 동의', '야간동의', '야간 수신', '야간수신동의', 'night', 'night consent', '夜间', '夜间同意'],
  },
  {
    field: 'consentAt',
    kinds: ['consents'],
    names: [
      ...[
        '동의일',
        '동의 일자',
        '동의일자',
        '동의 날짜',
        '동의날짜',
        '동의일시',
        '동의 일시',
        '동의시각',
        '일자',
        '날짜',
      ],
      ...['consent date', 'consented at', 'consent time', 'date', '同意日期', '同意时间', '日期'],
    ],
  },
  {
    field: 'consentEvidence',
    kinds: ['consents'],
    names: [
      ...['근거', '동의 근거', '동의근거', '증빙', '동의 증빙', '동의서', '동의서 번호', '동의서번호', '출처'],
      ...['evidence', 'consent evidence', 'reference', 'proof', 'source', '依据', '凭证', '同意书编号'],
    ],
  },
  {
    field: 'consentText',
    kinds: ['consents'],
    names: [
      '문구 버전',
      '문구버전',
      '동의서 버전',
      '동의서버전',
      '버전',
      'text version',
      'version',
      '文本版本',
      '版本',
    ],
  },
];
