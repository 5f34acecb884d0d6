import { ActionIcon, Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { EllipsisVertical, Plus } from 'lucide-react';
import { useState } from 'react';
import { DuplicatePage, Person, type PersonHit, type RelatedPerson } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { PhoneText, useSexAge } from '../../ui/index.ts';
import { localPhone } from '../enquiries/local-phone.ts';
import { FamilyDialog } from './family-dialog.tsx';

const MOST_SUGGESTED = 3;

/** Her family and who speaks, decides or pays for her: whom to ask for, and who may be told. */
export function FamilyCard({ person, writes }: { person: Person; writes: boolean }) {
  const t = useT();
  const [dialog, setDialog] = useState<{ related?: RelatedPerson; chosen?: PersonHit } | null>(null);
  const remove = useAct({
    run: (id: string) => api.delete(`/people/${person.id}/related/${id}`, Person),
    refresh: [keys.people.all],
    done: t('people.family.removed'),
  });
  return (
    <section className="panel panel-body family" aria-labelledby="family-title">
      <div className="card-head">
        <h2 id="family-title">{t('people.family')}</h2>
        {writes ? (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<Plus size={14} aria-hidden />}
            aria-label={t('people.family.add')}
            onClick={() => setDialog({})}
          >
            {t('common.add')}
          </Button>
        ) : null}
      </div>
      {person.related.length === 0 ? <p className="text-2">{t('people.family.none')}</p> : null}
      <ul>
        {person.related.map((related) => (
          <li key={related.person.id}>
            <Relative related={related} />
            {writes ? (
              <Menu position="bottom-end">
                <Menu.Target>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={26}
                    aria-label={t('people.family.acts', { name: related.person.name ?? t('common.noName') })}
                  >
                    <EllipsisVertical size={15} aria-hidden />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={() => setDialog({ related })}>{t('people.family.edit')}</Menu.Item>
                  <Menu.Item color="red" onClick={() => remove.mutate(related.person.id)}>
                    {t('people.family.remove')}
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            ) : null}
          </li>
        ))}
      </ul>
      {writes ? <Suggested personId={person.id} onChoose={(chosen) => setDialog({ chosen })} /> : null}
      {dialog ? <FamilyDialog person={person} {...dialog} onClose={() => setDialog(null)} /> : null}
    </section>
  );
}

function Relative({ related }: { related: RelatedPerson }) {
  const t = useT();
  const time = useTime();
  const sexAge = useSexAge();
  const { person: other, relation, roles, rolesFor, mayBeTold, household } = related;
  const facts = [
    ...rolesFor.map((role) => t('people.family.roleFor', { role: t(`people.role.${role}`) })),
    mayBeTold ? t('people.family.told') : null,
    household ? t('people.family.together') : null,
    other.openEnquiries > 0 ? t('people.family.open', { count: other.openEnquiries }) : null,
  ].filter(Boolean);
  return (
    <div className="relative">
      <div className="relative-top">
        <Link to="/people/$personId" params={{ personId: other.id }} search={{}}>
          {other.name ?? t('common.noName')}
        </Link>
        <span className="text-2">
          {[t(`enquiries.relation.${relation}`), sexAge(other, time.today)].filter(Boolean).join(' · ')}
        </span>
        {roles.map((role) => (
          <span key={role} className="role-chip">
            {t(`people.role.${role}`)}
          </span>
        ))}
      </div>
      {other.phone ? <PhoneText display={localPhone(other.phone)} e164={other.phone} /> : null}
      {roles.length > 0 && !mayBeTold ? <span className="text-late">{t('people.family.notTold')}</span> : null}
      {facts.length > 0 ? <span className="text-2">{facts.join(' · ')}</span> : null}
    </div>
  );
}

/** Who uses the same number or address under another name is likely to be family. */
function Suggested({ personId, onChoose }: { personId: string; onChoose: (person: PersonHit) => void }) {
  const t = useT();
  const duplicates = useQuery({
    queryKey: keys.people.duplicates(personId),
    queryFn: ({ signal }) => api.get(`/people/${personId}/duplicates`, DuplicatePage, { signal }),
  });
  const others = (duplicates.data?.items ?? []).filter(({ reasons }) => !reasons.includes('name'));
  return others.slice(0, MOST_SUGGESTED).map(({ person: other }) => (
    <p className="family-suggested" key={other.id}>
      <span className="text-2">{t('people.family.suggested', { name: other.name ?? t('common.noName') })}</span>
      <Button size="compact-xs" variant="light" onClick={() => onChoose(other)}>
        {t('people.family.suggested.add')}
      </Button>
    </p>
  ));
}
