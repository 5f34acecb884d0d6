import sax from 'sax';
import { broken } from './archive.ts';

/** Names are without their prefix. */
export type XmlReader<T> = {
  readonly open?: (name: string, attribute: (name: string) => string | undefined, emit: (value: T) => void) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string, emit: (value: T) => void) => void;
};

/** Reads XML piece by piece and gives what `reader` emits. No document type: none has one, and entities could grow there. Throws BadFile. */
export async function* readXml<T>(text: AsyncIterable<string>, reader: XmlReader<T>): AsyncGenerator<T> {
  let found: T[] = [];
  const emit = (value: T) => void found.push(value);
  const parser = sax.parser(true, { position: false });
  parser.onerror = () => {
    throw broken();
  };
  parser.ondoctype = () => {
    throw broken();
  };
  parser.onopentag = ({ name, attributes }) => {
    reader.open?.(local(name), (key) => valueOf(attributes[key]), emit);
  };
  parser.ontext = (piece) => reader.text?.(piece);
  parser.oncdata = (piece) => reader.text?.(piece);
  parser.onclosetag = (name) => reader.close?.(local(name), emit);
  for await (const piece of text) {
    parser.write(piece);
    if (found.length === 0) continue;
    yield* found;
    found = [];
  }
  parser.close();
  yield* found;
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function valueOf(value: string | sax.QualifiedAttribute | undefined): string | undefined {
  return typeof value === 'object' ? value.value : value;
}
