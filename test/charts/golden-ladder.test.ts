import { isolationLadder, type Rung } from '../../settings/facts/isolation-ladder';
import { podOf } from '../../kubernetes/kinds';
import { tightestLevel } from '../../kubernetes/pod-security';
import { minors } from '../../kubernetes/version';
import { expectSection } from '../support/docs-section';
import { environment, manifest } from '../support/environments';

/** The tightest PodSecurity level that admits a rung's pod, by minor: `baseline from 1.35, privileged before`. */
function podSecurity(isolation: Rung): string {
  const env = environment('dev', { kernel: { isolation } });
  const pod = podOf(manifest(env, 'cave-kernel', 'Deployment', 'cave-kernel'));
  if (!pod) throw new Error('no pod');
  let text = '';
  for (let minor: number = minors.lowest, before = ''; minor <= minors.highest; minor++) {
    const level = tightestLevel([pod], minor);
    if (level !== before) text = before === '' ? level : `${level} from 1.${minor}, ${text} before`;
    before = level;
  }
  return text;
}

const columns = ['`kernel.isolation`', 'Gives', 'Costs', 'Limits per sandbox', 'Own `/proc`', 'PodSecurity of the pod'];
const versions = ['Kubernetes', 'containerd', 'CRI-O', 'Linux'];

test('the documented ladder is the one in the code', () => {
  const rows = Object.entries(isolationLadder).map(([rung, facts]) => [
    `\`${rung}\``,
    facts.gives,
    facts.costs,
    facts.limits ? 'memory, CPU, pids' : 'none',
    facts.ownProc ? 'yes' : 'no',
    podSecurity(rung as Rung),
    `1.${facts.kubernetes}`,
    facts.containerd ?? 'any',
    facts.crio ?? 'any',
    facts.linux,
  ]);
  const lines = [[...columns, ...versions], [...columns, ...versions].map(() => '---'), ...rows];
  expectSection('docs/sandbox.md', 'ladder', `${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`);
});
