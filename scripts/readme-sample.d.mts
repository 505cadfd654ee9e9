export function changedEnvironments(root: string, temporary: string): string;
