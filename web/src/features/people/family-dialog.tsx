import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Person, RelatedRole, type PersonHit, type RelatedPerson } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { Dialog, errorProp, Form, FormActs, FormError, useFormErrors } from '../../ui/index.ts';
import { KnownPeople } from '../enquiries/new/known-people.tsx';
import { PersonCell } from '../enquiries/person-cell.tsx';
import { guardianAge } from './guardian.tsx';

const KIN = [
  'mother',
  'father',
  'spouse',
  'daughter',
  'son',
  'sibling',
  'grandparent',
  'grandchild',
  'parent_in_law',
  'child_in_law',
  'relative',
  'guardian',
  'caregiver',
  'friend',
  'other',
] as const;
type Relation = RelatedPerson['relation'];

/** Who it is (a known person or a new one), what she is to the person, what she does for her, whether she may be told. */
export function FamilyDialog({
  person,
  related,
  chosen: suggested,
  onClose,
}: {
  person: Person;
  related?: RelatedPerson;
  chosen?: PersonHit;
  onClose: () => void;
}) {
  const t = useT();
  const { today } = useTime();
  const child = guardianAge(person, today) !== null;
  const [chosen, setChosen] = useState<PersonHit | null>(related?.person ?? suggested ?? null);
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [relation, setRelation] = useState<Relation>(related?.relation ?? (child ? 'mother' : 'spouse'));
  const [roles, setRoles] = useState(related?.roles ?? (child ? ['guardian' as const] : []));
  const [mayBeTold, setMayBeTold] = useState(related?.mayBeTold ?? false);
  const [household, setHousehold] = useState(related?.household ?? true);
  const [empty, setEmpty] = useState(false);
  const register = async (who: { name: string; phone: string }) => {
    const made = await api.post('/people', Person, {
      ...(who.name.trim() ? { name: who.name.trim() } : {}),
      ...(who.phone.trim() ? { phone: who.phone.trim() } : {}),
    });
    setChosen(asHit(made));
    return made;
  };
  const save = useAct({
    run: async (body: Record<string, unknown>) => {
      // A second try takes the person that the first one registered.
      const other = chosen ?? (await register({ name, phone }));
      return api.put(`/people/${person.id}/related/${other.id}`, Person, body);
    },
    refresh: [keys.people.all],
    showError: 'form',
    done: t('common.saved'),
    onDone: onClose,
  });
  const errors = useFormErrors(save.error, ['name', 'phone', 'relation', 'roles', 'household']);
  const personName = person.name ?? t('common.noName');
  const handleSubmit = () => {
    if (!chosen && !name.trim() && !phone.trim()) return setEmpty(true);
    save.mutate({ relation, roles, mayBeTold, household });
  };
  return (
    <Dialog title={t(related ? 'people.family.edit' : 'people.family.add')} onClose={onClose}>
      <Form label={t('people.family')} onSubmit={handleSubmit}>
        {chosen ? (
          <div className="chosen-person">
            <PersonCell person={chosen} />
            {related ? null : (
              <Button size="compact-sm" variant="subtle" onClick={() => setChosen(null)}>
                {t('people.family.other')}
              </Button>
            )}
          </div>
        ) : (
          <>
            <div className="form-line is-top">
              <TextInput
                className="grow"
                label={t('people.family.newName')}
                data-autofocus
                value={name}
                maxLength={120}
                onChange={(event) => setName(event.currentTarget.value)}
                {...errorProp(
                  errors.field('name') ?? (empty && !name && !phone ? t('people.name_or_phone_required') : undefined),
                )}
              />
              <TextInput
                className="grow"
                label={t('common.phone')}
                type="tel"
                value={phone}
                onChange={(event) => setPhone(event.currentTarget.value)}
                {...errorProp(errors.field('phone'))}
              />
            </div>
            <KnownPeople name={name} phone={phone} except={person.id} onChoose={setChosen} />
          </>
        )}
        <NativeSelect
          label={t('people.family.relation', { name: personName })}
          value={relation}
          onChange={(event) => setRelation(event.currentTarget.value as Relation)}
          data={[...new Set<Relation>([...KIN, relation])].map((value) => ({
            value,
            label: t(`enquiries.relation.${value}`),
          }))}
          {...errorProp(errors.field('relation'))}
        />
        <Checkbox.Group
          label={t('people.family.roles')}
          value={roles}
          onChange={(values) => setRoles(values as typeof roles)}
        >
          <div className="family-roles">
            {RelatedRole.options.map((role) => (
              <Checkbox key={role} value={role} label={t(`people.role.${role}`)} />
            ))}
          </div>
        </Checkbox.Group>
        <Checkbox
          label={t('people.family.mayBeTold')}
          description={t('people.family.mayBeTold.why')}
          checked={mayBeTold}
          onChange={(event) => setMayBeTold(event.currentTarget.checked)}
        />
        <Checkbox
          label={t('people.family.household')}
          checked={household}
          onChange={(event) => setHousehold(event.currentTarget.checked)}
          {...errorProp(errors.field('household'))}
        />
        <FormError summary={errors.summary} />
        <FormActs busy={save.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}

function asHit(person: Person): PersonHit {
  const { id, number, name, birthDate, sex, stickers } = person;
  const phone = person.phones[0]?.e164 ?? null;
  return {
    id,
    number,
    name,
    birthDate,
    sex,
    phone,
    stickers,
    lastContactAt: null,
    openEnquiries: 0,
    masked: false,
  };
}
