import Ajv from 'ajv';
import schema from '../environments/schema.json';
import options from './ajv.json';

/**
 * Validates the content of an environment file: every mistake at once, and defaults filled in, in place. Compiling
 * the schema takes longer than a whole synth, so the commands run a copy that was compiled ahead (scripts/bundle.cjs).
 */
export const validate = new Ajv(options).compile(schema);
