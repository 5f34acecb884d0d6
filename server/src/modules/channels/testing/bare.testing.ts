import { once } from 'node:events';
import smpp, { type Pdu } from 'smpp';

/** Messages a second that the library alone submits to a centre of this machine, and answers its receipts: no gate, no database, the same text and window. */
export async function bareRate({
  port,
  window,
  many,
}: {
  port: number;
  window: number;
  many: number;
}): Promise<number> {
  const session = smpp.connect({ host: '127.0.0.1', port });
  await once(session, 'connect');
  session.socket.setNoDelay(true);
  session.on('deliver_sm', (pdu: Pdu) => session.send(pdu.response()));
  await new Promise<void>((done) => session.bind_transceiver({ system_id: 'bare', password: 'x' }, () => done()));
  const { promise, resolve } = Promise.withResolvers<void>();
  let [sent, answered] = [0, 0];
  const next = () => {
    if (sent === many) return;
    sent += 1;
    const fields = {
      source_addr: '0215881234',
      destination_addr: `8210${70_000_000 + sent}`,
      data_coding: 8,
      registered_delivery: 1,
      short_message: '안부치과입니다. 내일 예약을 확인해 주세요.',
    };
    session.submit_sm(fields, (_answer: Pdu) => {
      answered += 1;
      if (answered === many) resolve();
      else next();
    });
  };
  const began = performance.now();
  for (let no = 0; no < window; no += 1) next();
  await promise;
  const rate = many / ((performance.now() - began) / 1_000);
  session.destroy();
  return rate;
}
