/**
 * How the WARs are configured and started in Payara Micro: reading their settings as a whole with
 * every problem in one message, ending the process when a WAR cannot start, bounding what strangers
 * can log, who asks over HTTP ({@code .access}), and the crash points and sabotage by which a drill
 * breaks a process on purpose.
 *
 * <p>Not here: what the keys mean. Each component has one immutable record that asks a {@link
 * io.logdrive.payara.ConfigurationReader} for its values. The invariant: nothing is silently
 * corrected; a value is taken as written or refused.
 */
@NullMarked
package io.logdrive.payara;

import org.jspecify.annotations.NullMarked;
