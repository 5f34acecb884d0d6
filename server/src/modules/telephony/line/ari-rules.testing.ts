type Answer = { readonly status: number; readonly body: unknown };
type Told = {
  readonly type?: string;
  readonly channel?: { readonly id: string };
  readonly peer?: { readonly id: string };
};

const done: Answer = { status: 204, body: null };
const no = (status: number, message: string): Answer => ({ status, body: { message } });

/**
 * What a real exchange takes and refuses over ARI, by the channels, bridges and recordings that there are. From its published description (`rest-api/api-docs`)
 * and, where that has them, the captured session.
 */
export class AriRules {
  /** Whether each channel is in our application. */
  readonly #channels = new Map<string, boolean>();
  readonly #bridges = new Map<string, Set<string>>();
  readonly #recordings = new Set<string>();

  /** What it says, it knows. */
  told(event: unknown): void {
    const { type, channel, peer } = event as Told;
    if (peer && !this.#channels.has(peer.id)) this.#channels.set(peer.id, false);
    if (!channel) return;
    if (type === 'ChannelDestroyed') this.#channels.delete(channel.id);
    else if (type === 'StasisStart') this.#channels.set(channel.id, true);
    else if (type === 'StasisEnd' || !this.#channels.has(channel.id)) this.#channels.set(channel.id, false);
    if (type === 'ChannelDestroyed' || type === 'StasisEnd') this.#leave(channel.id);
  }

  /** `POST /bridges/x/addChannel?channel=y` */
  answer(request: string): Answer {
    const [method = '', target = ''] = request.split(' ');
    const url = new URL(target, 'http://exchange');
    const [, kind = '', id = '', act = '', last = ''] = url.pathname.split('/').map(decodeURIComponent);
    const query = (name: string) => url.searchParams.get(name) ?? '';
    if (kind === 'channels' && id === '' && method === 'POST') return this.#call(query);
    if (kind === 'channels') return this.#ofChannel(`${method} ${act}`.trim(), id);
    if (kind === 'bridges' && id === '' && method === 'POST') {
      if (this.#bridges.has(query('bridgeId'))) return no(409, 'Bridge with the same bridgeId already exists');
      this.#bridges.set(query('bridgeId'), new Set());
      return { status: 200, body: { id: query('bridgeId') } };
    }
    if (kind === 'bridges') return this.#ofBridge(`${method} ${act}`.trim(), id, query);
    if (kind === 'recordings' && id === 'live' && last === 'stop') {
      return this.#recordings.delete(act) ? done : no(404, 'Recording not found');
    }
    return no(404, 'Invalid method');
  }

  #call(query: (name: string) => string): Answer {
    if (!/^[A-Za-z0-9]+\/.+/.test(query('endpoint'))) return no(400, 'Invalid endpoint specified');
    if (query('app') === '') return no(400, 'Application or extension must be specified');
    if (this.#channels.has(query('channelId'))) return no(409, 'Channel with given unique ID already exists');
    this.#channels.set(query('channelId'), false);
    return { status: 200, body: { id: query('channelId') } };
  }

  #ofChannel(what: string, id: string): Answer {
    const isOurs = this.#channels.get(id);
    if (isOurs === undefined) return no(404, 'Channel not found');
    if (what === 'DELETE') return done;
    if (!isOurs) return no(409, 'Channel not in Stasis application');
    if (what === 'POST continue') {
      this.#channels.set(id, false);
      this.#leave(id);
    }
    return done;
  }

  #ofBridge(what: string, id: string, query: (name: string) => string): Answer {
    const bridge = this.#bridges.get(id);
    if (!bridge) return no(404, 'Bridge not found');
    if (what === 'DELETE') {
      this.#bridges.delete(id);
      return done;
    }
    if (what === 'POST record') {
      if (query('name') === '' || query('format') === '') return no(400, 'Invalid parameters');
      if (this.#recordings.has(query('name'))) return no(409, 'Recording already exists and can not be overwritten');
      this.#recordings.add(query('name'));
      return { status: 201, body: { name: query('name') } };
    }
    const channel = query('channel');
    const isOurs = this.#channels.get(channel);
    if (isOurs === undefined) return no(400, 'Channel not found');
    if (!isOurs) return no(422, 'Channel not in Stasis application');
    if (what === 'POST removeChannel') return bridge.delete(channel) ? done : no(422, 'Channel not in this bridge');
    this.#leave(channel);
    bridge.add(channel);
    return done;
  }

  #leave(channel: string): void {
    for (const bridge of this.#bridges.values()) bridge.delete(channel);
  }
}
