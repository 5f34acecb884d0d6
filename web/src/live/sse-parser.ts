export type ServerEvent = { id: string | null; event: string; data: string };

/**
 * Reads server-sent events from pieces of text as they arrive. Gives whole events; keeps the unfinished rest.
 * `onComment` hears heartbeats.
 */
export function sseParser(onEvent: (event: ServerEvent) => void, onComment: () => void = () => undefined) {
  let rest = '';
  let id: string | null = null;
  let event = '';
  let data: string[] = [];

  const line = (text: string) => {
    if (text === '') {
      if (data.length > 0 || event !== '') onEvent({ id, event: event || 'message', data: data.join('\n') });
      event = '';
      data = [];
      return;
    }
    if (text.startsWith(':')) return onComment();
    const colon = text.indexOf(':');
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'id') id = value;
    else if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
  };

  return (piece: string) => {
    rest += piece;
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const text of lines) line(text);
  };
}
