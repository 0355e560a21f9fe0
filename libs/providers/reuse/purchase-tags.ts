/** By which results that were bought can be invalidated together. */
export const purchaseTags = (bought: {
  operation: string;
  providers: readonly string[];
  jobId: string;
}): string[] => [
  `kind:${bought.operation}`,
  ...bought.providers.map((provider) => `provider:${provider}`),
  `job:${bought.jobId}`,
];

/** The form of a tag. */
export const PURCHASE_TAG = /^(?:kind|provider|job):[\w.-]{1,100}$/;
