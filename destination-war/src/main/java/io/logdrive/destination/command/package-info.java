/**
 * {@code payara/user}: the first user, added while no server runs.
 *
 * <p>Not here: what users are ({@code .security}, {@code .store}). Not in the WAR: the script puts
 * these classes and picocli on a class path beside the WAR's own jars. The invariant: no password
 * is an argument, nor shown unless it was made here.
 */
@NullMarked
package io.logdrive.destination.command;

import org.jspecify.annotations.NullMarked;
