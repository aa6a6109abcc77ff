/** How insights are to be written, whatever they come from. */
export const insightForm = `Write one to three insights, the most useful first; fewer and better is best. Each has:
- "title": a short rule in the imperative.
- "description": one sentence on when it applies.
- "content": two to five sentences: what to do, how to do it, and why it works.

An insight must make sense to someone who has never seen this task. Leave out every name that exists only here: projects, files, folders, functions, classes, variables, error texts, data values, identifiers of issues. Names of widely used tools and languages may stay where the insight is about them.`;
