/** Tests. */
@NullMarked
package io.logdrive.destination.receive;

import org.jspecify.annotations.NullMarked;
