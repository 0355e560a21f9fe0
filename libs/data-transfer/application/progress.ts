/** How far a transfer is, told now and then. */
export type OnProgress = (progress: {
  step: 'check' | 'files' | 'rows';
  done: number;
  total: number;
}) => void;

export const silent: OnProgress = () => undefined;
