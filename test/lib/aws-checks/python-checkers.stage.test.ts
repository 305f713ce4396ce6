// One file, so that the tools are installed once.
import './cfn-lint.checks.ts';
import './checkov.checks.ts';
import './policies.checks.ts';
