@NullMarked
package io.logdrive.payara.figures;

import org.jspecify.annotations.NullMarked;
