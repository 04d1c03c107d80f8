/** Tests of the destination as a whole, and what all its tests share. */
@NullMarked
package io.logdrive.destination;

import org.jspecify.annotations.NullMarked;
