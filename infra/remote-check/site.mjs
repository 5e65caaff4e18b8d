// A site's network: a namespace of which nftables lets nothing out but TCP to port 443 of one address, and nothing in but the answers.
import { execFileSync } from 'node:child_process';

const rules = (platform) => `
table inet site {
  counter allowed {}
  counter dropped {}
  chain output {
    type filter hook output priority 0; policy drop;
    ip daddr ${platform} tcp dport 443 counter name allowed accept
    counter name dropped
  }
  chain input {
    type filter hook input priority 0; policy drop;
    ip saddr ${platform} tcp sport 443 ct state established accept
  }
  chain forward { type filter hook forward priority 0; policy drop; }
}
`;

/** Says whether a port can be reached: what a stranger's program would find. */
const knock = `const socket = require('net').connect({ host: process.argv[1], port: Number(process.argv[2]), timeout: 2000 });
  const say = (what) => { console.log(what); process.exit(); };
  socket.on('connect', () => say('reached')).on('timeout', () => say('not reached')).on('error', () => say('not reached'));`;

export class Site {
  constructor(number = process.pid % 16_000) {
    this.name = `unblind-site-${number}`;
    this.card = `unb${number}`;
    const last = (number % 62) * 4;
    // Of a block that is set aside for tests of networks (RFC 2544).
    const base = `198.18.${Math.floor(number / 62) % 256}`;
    this.platform = `${base}.${last + 1}`;
    this.own = `${base}.${last + 2}`;
  }

  /** Joins it to this machine, which is the platform's; nothing is filtered yet. */
  open() {
    run('ip', 'netns', 'add', this.name);
    run('ip', 'link', 'add', `${this.card}p`, 'type', 'veth', 'peer', 'name', `${this.card}s`, 'netns', this.name);
    run('ip', 'addr', 'add', `${this.platform}/30`, 'dev', `${this.card}p`);
    run('ip', 'link', 'set', `${this.card}p`, 'up');
    this.inside('ip', 'addr', 'add', `${this.own}/30`, 'dev', `${this.card}s`);
    this.inside('ip', 'link', 'set', `${this.card}s`, 'up');
    this.inside('ip', 'link', 'set', 'lo', 'up');
  }

  filter() {
    run('ip', 'netns', 'exec', this.name, 'nft', '-f', '-', { input: rules(this.platform) });
  }

  reaches(port, address = this.platform) {
    return this.inside(process.execPath, '-e', knock, address, String(port)).trim() === 'reached';
  }

  /** Packets by what became of them. */
  packets(counter) {
    return Number(/packets (\d+)/.exec(this.inside('nft', 'list', 'counter', 'inet', 'site', counter))[1]);
  }

  inside(...command) {
    return run('ip', 'netns', 'exec', this.name, ...command);
  }

  /** Without the namespace its end of the pair of cards goes, and with it the other. */
  close() {
    run('ip', 'netns', 'delete', this.name);
  }
}

function run(program, ...args) {
  const options = typeof args.at(-1) === 'object' ? args.pop() : {};
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'], ...options });
}
