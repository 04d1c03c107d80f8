/** Tests of payara/user. */
@NullMarked
package io.logdrive.destination.command;

import org.jspecify.annotations.NullMarked;
