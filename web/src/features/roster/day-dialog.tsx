import { ActionIcon, Button, Radio, Select } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Nothing, type RosterMember, type Shift } from '@anbu/contract';
import { api, keys, useAct, useSites, useUserName } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { Dialog, DialogCancel, Form, FormError, useFormErrors } from '../../ui/index.ts';
import { ClockInput } from '../settings/clock-input.tsx';
import { nextShift, weekdayOf, weekWith, type Scope } from './weeks.ts';

type Props = { member: RosterMember; day: string; monday: string; onClose: () => void };

/** When somebody works on a day: this one, or each week from now on. */
export function DayDialog({ member, day, monday, onClose }: Props) {
  const t = useT();
  const time = useTime();
  const sites = useSites();
  const userName = useUserName();
  const planned = member.days.find((one) => one.day === day);
  const [shifts, setShifts] = useState<Shift[]>(planned?.shifts ?? []);
  const [scope, setScope] = useState<Scope>(planned?.planned === 'none' ? 'weekly' : 'day');
  const done = { refresh: [keys.roster.all], done: t('common.saved'), onDone: onClose, showError: 'form' as const };
  const save = useAct({
    run: () =>
      scope === 'day'
        ? api.put(`/roster/${member.userId}/days/${day}`, Nothing, { shifts, version: planned?.version ?? 0 })
        : api.put(`/roster/${member.userId}/weeks/${monday}`, Nothing, {
            shifts: weekWith(member.week, day, scope, shifts),
            version: member.week?.from === monday ? member.week.version : 0,
          }),
    ...done,
  });
  const back = useAct({ run: () => api.delete(`/roster/${member.userId}/days/${day}`, Nothing), ...done });
  const errors = useFormErrors(save.error ?? back.error, []);
  const change = (place: number, part: Partial<Shift>) =>
    setShifts((before) => before.map((shift, index) => (index === place ? { ...shift, ...part } : shift)));
  const firstSite = sites[0]?.id ?? '';
  return (
    <Dialog title={t('roster.edit', { name: userName(member.userId) ?? '', day: time.day(day) })} onClose={onClose}>
      <Form onSubmit={() => save.mutate(null)}>
        <FormError summary={errors.summary} />
        <fieldset className="bare-fieldset">
          <legend className="legend">{t('roster.shifts')}</legend>
          {shifts.length === 0 ? <p className="text-2">{t('roster.dayOff')}</p> : null}
          {shifts.map((shift, index) => {
            const position = index + 1;
            return (
              <div className="roster-shift" key={index}>
                <ClockInput
                  label={t('roster.shiftFrom', { position })}
                  value={shift.from}
                  readOnly={false}
                  onChange={(from) => change(index, { from })}
                />
                <span aria-hidden>–</span>
                <ClockInput
                  label={t('roster.shiftTo', { position })}
                  value={shift.to}
                  readOnly={false}
                  onChange={(to) => change(index, { to })}
                />
                {sites.length > 1 ? (
                  <Select
                    className="grow"
                    aria-label={t('roster.shiftSite', { position })}
                    data={sites.map((site) => ({ value: site.id, label: site.name }))}
                    value={shift.siteId}
                    allowDeselect={false}
                    onChange={(siteId) => siteId && change(index, { siteId })}
                  />
                ) : null}
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={34}
                  aria-label={t('roster.removeShift', { position })}
                  onClick={() => setShifts((before) => before.filter((_, at) => at !== index))}
                >
                  <X size={15} aria-hidden />
                </ActionIcon>
              </div>
            );
          })}
          <Button
            variant="subtle"
            size="xs"
            leftSection={<Plus size={14} aria-hidden />}
            onClick={() => setShifts((before) => [...before, nextShift(before, firstSite)])}
          >
            {t('roster.addShift')}
          </Button>
        </fieldset>
        <Radio.Group label={t('roster.scope')} value={scope} onChange={(value) => setScope(value as Scope)}>
          <div className="roster-scopes">
            <Radio value="day" label={t('roster.scope.day')} />
            <Radio value="weekly" label={t('roster.scope.weekly', { weekday: t(`settings.day.${weekdayOf(day)}`) })} />
            <Radio value="weekdays" label={t('roster.scope.weekdays')} />
          </div>
        </Radio.Group>
        <div className="form-acts">
          {planned?.planned === 'own' ? (
            <Button variant="subtle" loading={back.isPending} onClick={() => back.mutate(null)}>
              {t('roster.backToWeek')}
            </Button>
          ) : null}
          <DialogCancel />
          <Button type="submit" loading={save.isPending} data-autofocus>
            {t('common.save')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
