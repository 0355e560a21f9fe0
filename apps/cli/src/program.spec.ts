import type { Command } from 'commander';
import { createProgram } from './program.js';

const allCommands = (command: Command): Command[] => [command, ...command.commands.flatMap(allCommands)];

const helpOf = (command: Command): string => {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  return help;
};

describe('the commands', () => {
  const program = createProgram(() => undefined);
  const runnable = allCommands(program).filter((command) => command.commands.length === 0);

  it.each(runnable.map((command) => [command.name(), command] as const))(
    '%s shows an example of itself',
    (name, command) => {
      expect(helpOf(command)).toMatch(new RegExp(`Example:\\n  npm .*${name}`));
    },
  );

  it('refuses a number out of range, saying what would be right', () => {
    const start = createProgram(() => undefined).commands.find(
      (command) => command.name() === 'start',
    ) as Command;
    let error = '';
    start.exitOverride().configureOutput({ writeErr: (text) => (error += text) });
    expect(() => start.parse(['--workers', '0'], { from: 'user' })).toThrow();
    expect(error).toContain('It must be a whole number from 1 to 64.');
  });
});
