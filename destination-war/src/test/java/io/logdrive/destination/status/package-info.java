@NullMarked
package io.logdrive.destination.status;

import org.jspecify.annotations.NullMarked;
