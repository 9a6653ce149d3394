/** Compiles the messages without a build, so that types can be checked in a fresh clone. */
import { compile } from '@inlang/paraglide-js';
import { messageCompiler } from './message-compiler.ts';

await compile(messageCompiler);
