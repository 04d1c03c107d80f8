/**
 * The main program of {@code payara/broker}: an Artemis broker as a process of its own, for trying
 * and for tests.
 *
 * <p>Not here: the broker inside ingest. Nothing of this is in a WAR, and nothing else of Logdrive
 * is on this program's class path.
 */
@NullMarked
package io.logdrive.payara.broker;

import org.jspecify.annotations.NullMarked;
