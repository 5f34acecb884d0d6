/** A channel of an exchange, as far as orders ask for it. */
type Channel = { readonly name: string; up: boolean; bridged: boolean; monitored: boolean };

const NO_CHANNEL = 'No such channel';

/**
 * What a real manager interface takes and refuses, by the channels of which it told: their ids and names, whether they are up and speak with another. From the
 * sources of Asterisk (`manager.c`, `app_mixmonitor.c`, `features.c`); its words are those of the captured session where that has them.
 */
export class AsteriskRules {
  readonly #channels = new Map<string, Channel>();

  /** What it says, it knows. */
  told(text: string): void {
    for (const message of text.split('\r\n\r\n')) {
      const field = fieldsOf(message);
      const [id, dest] = [field('Uniqueid'), field('DestUniqueid')];
      if (field('Event') === 'Newchannel') this.#add(id, field('Channel'), field('ChannelState') === '6');
      if (field('Event') === 'DialBegin') this.#add(dest, field('DestChannel'), false);
      if (field('Event') === 'DialEnd' && field('DialStatus') === 'ANSWER') {
        for (const one of [dest, id || field('Linkedid')]) {
          const channel = this.#channels.get(one);
          if (channel) Object.assign(channel, { up: true, bridged: true });
        }
      }
      if (field('Event') === 'Hangup') this.#hangUp(id);
    }
  }

  /** Null = taken; else the words with which it refuses. */
  refuses(text: string): string | null {
    const field = fieldsOf(text);
    const find = (name: string) => this.#find(field(name));
    const channel = find('Channel');
    switch (field('Action')) {
      case 'Ping':
        return null;
      case '':
        return 'Missing action in request';
      case 'Originate': {
        if (field('Channel') === '') return 'Channel not specified';
        if (!/^[A-Za-z0-9]+\/.+/.test(field('Channel'))) return 'Invalid channel';
        if (!/^\d+$/.test(field('Priority')) || field('Context') === '' || field('Exten') === '')
          return 'Invalid priority';
        if (!/^\d*$/.test(field('Timeout'))) return 'Invalid timeout';
        return this.#channels.has(field('ChannelId')) ? 'Originate failed' : null;
      }
      case 'Hangup':
        return channel ? null : NO_CHANNEL;
      case 'Redirect': {
        if (!channel) return `Channel does not exist: ${field('Channel')}`;
        if (!/^\d+$/.test(field('Priority')) || field('Exten') === '') return 'Invalid priority';
        const extra = field('ExtraChannel') === '' ? null : find('ExtraChannel');
        if (extra === undefined) return `ExtraChannel does not exist: ${field('ExtraChannel')}`;
        const isWhole = ['ExtraContext', 'ExtraExten', 'ExtraPriority'].every((name) => field(name) !== '');
        if (extra && !isWhole) return 'ExtraContext, ExtraExten and ExtraPriority are required';
        if (!channel.up || extra?.up === false) return 'Redirect failed, channel not up.';
        for (const one of [channel, extra]) if (one) one.bridged = false;
        return null;
      }
      case 'Bridge': {
        const [one, other] = [find('Channel1'), find('Channel2')];
        if (field('Channel1') === '' || field('Channel2') === '') return 'Missing channel parameter in request';
        if (!one || !other) return `Channel${one ? 2 : 1} does not exists`;
        if (one === other || !one.up || !other.up) return 'Unable to bridge';
        one.bridged = other.bridged = true;
        return null;
      }
      case 'BlindTransfer':
        if (field('Exten') === '') return 'No extension specified';
        if (!channel) return 'Channel specified does not exist';
        return channel.bridged ? null : 'Transfer invalid';
      case 'Atxfer':
      case 'CancelAtxfer':
        if (field('Action') === 'Atxfer' && field('Exten') === '') return 'No extension specified';
        if (!channel) return 'Channel specified does not exist';
        // It only plays the digits of the feature: who speaks with nobody plays them to nobody.
        return channel.bridged ? null : 'Transfer invalid';
      case 'MixMonitor':
        if (!channel) return NO_CHANNEL;
        if (field('File') === '') return 'Could not start monitoring channel';
        channel.monitored = true;
        return null;
      case 'StopMixMonitor':
        if (!channel) return NO_CHANNEL;
        if (!channel.monitored) return 'Could not stop monitoring channel';
        channel.monitored = false;
        return null;
      default:
        return `Invalid/unknown command: ${field('Action')}. Use Action: ListCommands to show available commands.`;
    }
  }

  #add(id: string, name: string, up: boolean): void {
    if (id !== '' && !this.#channels.has(id)) this.#channels.set(id, { name, up, bridged: false, monitored: false });
  }

  #hangUp(id: string): void {
    this.#channels.delete(id);
  }

  #find(name: string): Channel | undefined {
    return this.#channels.get(name) ?? [...this.#channels.values()].find((one) => one.name === name);
  }
}

function fieldsOf(text: string): (name: string) => string {
  const fields = new Map(
    text.split('\r\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  return (name) => fields.get(name.toLowerCase()) ?? '';
}
