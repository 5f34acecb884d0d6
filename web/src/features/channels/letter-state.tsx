import type { LetterBatch } from '@anbu/contract';
import { useT } from '../../i18n/index.ts';
import { FamilyBadge } from '../../ui/index.ts';
import { LETTER_FAMILY } from './words.ts';

export function BatchState({ batch: { state } }: { batch: LetterBatch }) {
  const t = useT();
  return <FamilyBadge family={LETTER_FAMILY[state]}>{t(`letters.state.${state}`)}</FamilyBadge>;
}
