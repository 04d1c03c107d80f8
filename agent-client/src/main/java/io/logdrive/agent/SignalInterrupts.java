package io.logdrive.agent;

import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl+C and SIGTERM. By {@code sun.misc.Signal}, because in a shutdown hook a second Ctrl+C is
 * ignored and the exit code is not ours; by reflection, because the compiler warns of that class
 * and cannot be told otherwise. Where the class is missing, signals end the process as ever.
 *
 * <p>Thread-safe.
 */
final class SignalInterrupts implements Surroundings.Interrupts {
    private final PrintStream err;
    private final AtomicBoolean heard = new AtomicBoolean();

    SignalInterrupts(PrintStream err) {
        this.err = err;
    }

    @Override
    public void listen(Runnable first) {
        handle("INT", () -> heard(ExitCode.INTERRUPTED, first));
        handle("TERM", () -> heard(ExitCode.TERMINATED, first));
    }

    @Override
    public void listenForHangUps(Runnable again) {
        handle("HUP", again);
    }

    private void handle(String signal, Runnable heard) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler =
                    Proxy.newProxyInstance(
                            handlerType.getClassLoader(),
                            new Class<?>[] {handlerType},
                            (proxy, method, args) -> {
                                heard.run();
                                return null;
                            });
            signalType
                    .getMethod("handle", signalType, handlerType)
                    .invoke(
                            null,
                            signalType.getConstructor(String.class).newInstance(signal),
                            handler);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            err.println("SIG" + signal + " cannot be handled here, it ends the run at once");
        }
    }

    private void heard(int exitCode, Runnable first) {
        if (!heard.compareAndSet(false, true)) {
            Runtime.getRuntime().halt(exitCode);
        }
        first.run();
        err.println();
        err.println("stopping: up to 10 s for the server to confirm; once more ends it at once");
    }
}
