package io.logdrive.ingest.queue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a disk that does not read or write from files whose contents are damaged: the first may be
 * well again, and nothing must be set aside for it.
 *
 * <p>Not by the message, which the C library writes in the user's language: what a system call
 * refused is thrown by native code. Thread-safe.
 */
final class SystemFailure {
    private static final int DEPTH_MAX = 20;

    private SystemFailure() {}

    /** Whether {@code failure} or what caused it is the refusal of a system call. */
    static boolean isIn(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEPTH_MAX; depth++) {
            if (cause instanceof IOException && isOfSystem((IOException) cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isOfSystem(IOException failure) {
        if (failure instanceof FileSystemException) {
            return !(failure instanceof NoSuchFileException);
        }
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length > 0 && trace[0].isNativeMethod();
    }
}
