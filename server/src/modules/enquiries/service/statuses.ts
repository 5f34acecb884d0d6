import type { Status } from '@anbu/contract';
import type { z } from 'zod';
import { textOf } from '../../../platform/i18n.ts';
import { allowedByHand } from '../rules/index.ts';
import { noAnswerNumber, STATUSES } from '../vocabulary.ts';
import type { StatusCode } from '../vocabulary.ts';

/** The governed vocabulary for readers: names, stage, clock in words, what may follow. */
export function statusViews(): z.input<typeof Status>[] {
  return STATUSES.map((status) => ({
    code: status.code,
    names: status.names,
    stage: status.stage,
    open: status.open,
    order: status.position,
    allowed: [...allowedByHand(status.code)],
    clock: namesOf(clockKey(status.code)),
  }));
}

const WITHOUT_CLOCK: ReadonlySet<StatusCode> = new Set(['DECLINED', 'INELIGIBLE', 'INVALID', 'DO_NOT_CONTACT']);

function clockKey(code: StatusCode): string {
  if (WITHOUT_CLOCK.has(code)) return 'enquiries.clock.none';
  return `enquiries.clock.${noAnswerNumber(code) === null ? code : 'NO_ANSWER'}`;
}

function namesOf(key: string) {
  return { ko: textOf('ko', key), en: textOf('en', key), zh: textOf('zh', key) };
}
