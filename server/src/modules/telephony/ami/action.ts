/** A field of an action: a repeated name is a repeated line. */
export type ActionField = readonly [name: string, value: string];

/**
 * An action as AMI reads it. Throws RangeError on a value with a line break or NUL: it would begin a field or an action of its own (S5). What a
 * person typed is checked before; here is the last net.
 */
export function formatAction(action: string, actionId: string, fields: readonly ActionField[]): string {
  const all: readonly ActionField[] = [['Action', action], ['ActionID', actionId], ...fields];
  for (const [name, value] of all) {
    if (!/^[A-Za-z][A-Za-z0-9-]{0,39}$/.test(name)) throw new RangeError('no name of a field');
    if (/[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(value)) throw new RangeError(`a control character in ${name}`);
  }
  return `${all.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n`;
}

/** `"Clinic" <15881234>`: what would end the name or the number is left out of it. */
export function callerId(name: string, number: string): string {
  const safe = name.replace(/["<>\\]/g, '').trim();
  return safe === '' ? `<${number}>` : `"${safe}" <${number}>`;
}

export type Originate = {
  /** Ours, so that the call is known before its first event. */
  readonly callId: string;
  readonly extension: string;
  /** `PJSIP/{extension}`: how the exchange reaches a telephone of ours. */
  readonly channel: string;
  readonly context: string;
  readonly number: string;
  readonly callerNumber: string | null;
  readonly callerName: string;
};

/** The colleague's telephone rings first; when she answers, the dial plan calls the number. */
export function originateFields(call: Originate): ActionField[] {
  return [
    ['Channel', call.channel.replaceAll('{extension}', call.extension)],
    ['Context', call.context],
    ['Exten', call.number],
    ['Priority', '1'],
    ...(call.callerNumber === null ? [] : [['CallerID', callerId(call.callerName, call.callerNumber)] as const]),
    ['Timeout', '25000'],
    ['Async', 'true'],
    ['ChannelId', call.callId],
  ];
}
