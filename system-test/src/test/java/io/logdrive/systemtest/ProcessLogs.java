package io.logdrive.systemtest;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Prints the processes' logs when a test fails, and ends all processes after a class. Immutable.
 */
final class ProcessLogs
        implements TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler,
                AfterAllCallback {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure)
            throws Throwable {
        throw printed(failure);
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure)
            throws Throwable {
        throw printed(failure);
    }

    @Override
    public void handleAfterAllMethodExecutionException(ExtensionContext context, Throwable failure)
            throws Throwable {
        throw printed(failure);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        GuardedProcess.killAll();
    }

    private static Throwable printed(Throwable failure) {
        if (!(failure instanceof org.opentest4j.TestAbortedException)) {
            GuardedProcess.started().forEach(process -> System.err.println(process.tail()));
        }
        return failure;
    }
}
