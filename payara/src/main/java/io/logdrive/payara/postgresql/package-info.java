/**
 * A part of {@code payara/postgresql}: gets PostgreSQL's programs out of their Maven artefact.
 *
 * <p>Not here: starting the server, which the script does. Nothing of this is in a WAR.
 */
@NullMarked
package io.logdrive.payara.postgresql;

import org.jspecify.annotations.NullMarked;
