package io.logdrive.payara.access;

import java.util.Map;
import java.util.function.Function;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * How ingest asks the destination in the same process: by a function that the destination leaves
 * under a name, of types of the JDK alone, since each WAR has its own copy of our classes.
 *
 * <p>Thread-safe.
 */
@SuppressWarnings("BanJNDI") // One name that we set, in the tree of this process; nobody's input.
public final class AccessLink implements AutoCloseable {
    /** Of no container's tree, which applications may only read. */
    private static final String NAME = "logdrive-access";

    private AccessLink() {}

    /** Lets others in this process ask {@code verifier} until it is closed. */
    public static AccessLink open(Verifier verifier) {
        ClassLoader ours = AccessLink.class.getClassLoader();
        Function<Map<String, String>, Map<String, String>> question =
                map -> {
                    Thread thread = Thread.currentThread();
                    ClassLoader theirs = thread.getContextClassLoader();
                    thread.setContextClassLoader(ours);
                    try {
                        return VerdictMap.of(verifier.verify(VerdictMap.credentials(map)));
                    } finally {
                        thread.setContextClassLoader(theirs);
                    }
                };
        try {
            new InitialContext().rebind(NAME, question);
            return new AccessLink();
        } catch (NamingException e) {
            throw new IllegalStateException(
                    "access: expected a name for ingest to ask by, found none", e);
        }
    }

    /** What a destination in this process has left; null when there is none. */
    public static @Nullable Verifier find() {
        try {
            Object found = new InitialContext().lookup(NAME);
            return found instanceof Function<?, ?> question ? of(question) : null;
        } catch (NamingException e) {
            return null;
        }
    }

    static Verifier of(Function<?, ?> question) {
        return credentials -> {
            try {
                @SuppressWarnings("unchecked")
                Function<Map<String, String>, Map<String, String>> asked =
                        (Function<Map<String, String>, Map<String, String>>) question;
                return VerdictMap.verdict(asked.apply(VerdictMap.of(credentials)));
            } catch (RuntimeException e) {
                // A destination of another version, or one that is just being stopped.
                return new Verdict.Away(
                        "destination: expected a verdict, found " + e.getClass().getSimpleName());
            }
        };
    }

    /** Nobody can ask any more. */
    @Override
    public void close() {
        try {
            new InitialContext().unbind(NAME);
        } catch (NamingException e) {
            // Nothing is left that could be taken away.
            return;
        }
    }
}
