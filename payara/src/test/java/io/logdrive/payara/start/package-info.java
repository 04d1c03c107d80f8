@NullMarked
package io.logdrive.payara.start;

import org.jspecify.annotations.NullMarked;
