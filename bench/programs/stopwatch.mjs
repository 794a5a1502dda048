// Times one request after the other on one connection, as an attacker would. A job:
//   host, port, rounds, and the number of the first of them
//   legs    { name, requests: [{ path, body }], plant }: a round sends one request of each leg, in random order.
//           `plant` are microseconds that are added to what is measured, to see whether they are found
// Answers with microseconds and statuses by leg.
import { once } from 'node:events';
import { connect } from 'node:net';
import { answering } from '../support/program.mjs';

answering(async ({ host, port, first, rounds, legs }) => {
  const socket = connect({ host, port, noDelay: true });
  await once(socket, 'connect');
  const results = Object.fromEntries(legs.map(({ name }) => [name, { times: [], statuses: [] }]));
  const prepared = legs.map((leg) => ({
    ...leg,
    texts: leg.requests.map((request) => textOf(request, host)),
  }));
  for (let round = first; round < first + rounds; round += 1) {
    for (const { name, texts, plant = 0 } of shuffled(prepared)) {
      const { time, status } = await timed(socket, texts[round % texts.length], plant);
      results[name].times.push(time);
      results[name].statuses.push(status);
    }
  }
  socket.destroy();
  return results;
});

function textOf({ path, body }, host) {
  const json = JSON.stringify(body);
  return `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`;
}

async function timed(socket, text, plant) {
  const began = process.hrtime.bigint();
  const answered = answerOf(socket);
  socket.write(text);
  const status = await answered;
  const due = process.hrtime.bigint() + BigInt(plant) * 1000n;
  while (plant > 0 && process.hrtime.bigint() < due);
  return { time: Number(process.hrtime.bigint() - began) / 1000, status };
}

/** The status, once the whole answer has arrived. */
function answerOf(socket) {
  return new Promise((done, fail) => {
    let text = '';
    const gone = () => fail(new Error('The server closed the connection'));
    const read = (chunk) => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1]);
      if (end < 0 || text.length < end + 4 + length) return;
      socket.off('data', read).off('close', gone);
      done(Number(text.slice(9, 12)));
    };
    socket.on('data', read).on('close', gone);
  });
}

function shuffled(list) {
  const result = [...list];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}
