/**
 * What a user asks to be done with lines, as data: the rules file, its checks, its reload, and what
 * its conditions and actions do to one record.
 *
 * <p>Not here: how a line becomes a record and in which order the stages run ({@code .process}).
 * The invariant: a {@link io.logdrive.ingest.rules.RuleSet} is right as a whole or there is none,
 * and it never changes; what a rule costs is in proportion to the text it looks at.
 */
@NullMarked
package io.logdrive.ingest.rules;

import org.jspecify.annotations.NullMarked;
