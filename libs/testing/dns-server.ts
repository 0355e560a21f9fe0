import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Addresses of a name, of either family, for one question about it. */
export type DnsAnswers = (name: string) => string[];

export interface DnsServer {
  /** `address:port`, as a resolver takes it. */
  readonly address: string;
  /** Names that were asked for, in order, once for each question. */
  readonly asked: string[];
  stop(): Promise<void>;
}

const HEADER_BYTES = 12;
const TYPE_A = 1;
const TYPE_AAAA = 28;

/** A name server on loopback (RFC 1035, by UDP) that answers as the test says; a name without addresses does not exist. */
export async function startDnsServer(answers: DnsAnswers): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (query, { port, address }) => {
    const { name, type, end } = readQuestion(query);
    asked.push(name);
    const all = answers(name);
    const fitting = all.filter((ip) => (isIPv4(ip) ? TYPE_A : TYPE_AAAA) === type);
    socket.send(answer(query.subarray(0, end), all.length > 0, fitting, type), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    stop: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function answer(question: Buffer, exists: boolean, addresses: string[], type: number): Buffer {
  const head = Buffer.from(question);
  // A response with authority; "no such name" where there is none; as many answers as there are addresses.
  head.writeUInt16BE(exists ? 0x8580 : 0x8583, 2);
  head.writeUInt16BE(addresses.length, 6);
  head.writeUInt32BE(0, 8);
  return Buffer.concat([
    head,
    ...addresses.map((address) => record(type, ipaddr.parse(address).toByteArray())),
  ]);
}

function record(type: number, address: number[]): Buffer {
  const fixed = Buffer.alloc(HEADER_BYTES);
  // The name is the question's; class IN; to be kept for no time.
  fixed.writeUInt16BE(0xc000 + HEADER_BYTES, 0);
  fixed.writeUInt16BE(type, 2);
  fixed.writeUInt16BE(1, 4);
  fixed.writeUInt16BE(address.length, 10);
  return Buffer.concat([fixed, Buffer.from(address)]);
}
