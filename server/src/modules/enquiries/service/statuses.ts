import type { Params, Presets, Status } from '@anbu/contract';
import type { z } from 'zod';
import { textOf } from '../../../platform/i18n.ts';
import { allowedByHand } from '../rules/index.ts';
import { noAnswerNumber, STATUSES } from '../vocabulary.ts';
import type { StatusCode } from '../vocabulary.ts';

/** The governed vocabulary for readers: names, stage, clock in words with the organisation's numbers, what may follow. */
export function statusViews(presets: Presets): z.input<typeof Status>[] {
  const params = clockParams(presets);
  return STATUSES.map((status) => ({
    code: status.code,
    names: status.names,
    stage: status.stage,
    open: status.open,
    order: status.position,
    allowed: [...allowedByHand(status.code)],
    clock: namesOf(clockKey(status.code), params),
  }));
}

const WITHOUT_CLOCK: ReadonlySet<StatusCode> = new Set(['DECLINED', 'INELIGIBLE', 'INVALID', 'DO_NOT_CONTACT']);

function clockKey(code: StatusCode): string {
  if (WITHOUT_CLOCK.has(code)) return 'enquiries.clock.none';
  return `enquiries.clock.${noAnswerNumber(code) === null ? code : 'NO_ANSWER'}`;
}

function clockParams({ firstResponse, promise, consultation, cancelled, noShow }: Presets) {
  return {
    owner: firstResponse.ownerMinutes,
    goal: firstResponse.goalMinutes,
    limit: firstResponse.limitMinutes,
    window: promise.windowMinutes,
    leader: promise.leaderMinutes,
    followUp: consultation.followUpHours,
    rebook: consultation.rebookHours,
    cancelled: cancelled.days.join('·'),
    noShowFirst: noShow.firstHours,
    noShow: noShow.days.join('·'),
  };
}

function namesOf(key: string, params: Params) {
  return { ko: textOf('ko', key, params), en: textOf('en', key, params), zh: textOf('zh', key, params) };
}
