package io.logdrive.destination.security;

import static io.logdrive.destination.security.AccessCalls.call;
import static io.logdrive.destination.security.TestAccess.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.store.TestDatabase;
import io.logdrive.payara.access.Credentials.Kind;
import io.logdrive.payara.access.Role;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the log says of people, and what it does not. */
class AccessLogIT {
    private static final String WRONG = "canary-wrong-one";

    @TempDir Path data;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger root = Logger.getLogger("");
    private final Level before = root.getLevel();
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord logged) {
                    StringWriter text = new StringWriter();
                    text.append(logged.getMessage());
                    if (logged.getThrown() != null) {
                        logged.getThrown().printStackTrace(new PrintWriter(text));
                    }
                    lines.add(text.toString());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void listen() {
        // Also what nobody sees unless they ask for it.
        root.setLevel(Level.ALL);
        handler.setLevel(Level.ALL);
        root.addHandler(handler);
    }

    @AfterEach
    void hear() {
        root.removeHandler(handler);
        root.setLevel(before);
    }

    @Test
    void saysWhoWasRefusedAndWhyAndNoSecret() throws Exception {
        String hash;
        String session;
        TokenText token;
        try (TestAccess test = new TestAccess(TestDatabase.H2, data)) {
            test.add("alice", Role.ADMIN);
            hash = test.user("alice").password();
            token = test.token("alice", Role.READER, null, null);
            session = test.session("alice");
            test.basic("alice", WRONG);
            test.basic("nobody", WRONG);
            // A password in the wrong field, and one that would forge a line.
            test.basic(PASSWORD + "!", "x");
            test.basic("a\nlogin-refused user=root", "x", "192.0.2.1\n\u202e");
            test.bearer(token.whole().replace(token.id(), "0".repeat(16)));
            test.bearer(PASSWORD);
            test.bySession(PASSWORD);
            new AccessCalls(test.access)
                    .change(
                            call("alice", Role.ADMIN, Kind.BASIC, null),
                            "alice",
                            "{\"password\":\"" + WRONG + "\"}");
            for (int i = 0; i < 8; i++) {
                test.basic("alice", PASSWORD);
            }
        }

        assertThat(lines)
                .contains(
                        "login-refused user=alice address=192.0.2.1 reason=password",
                        "login-refused user=nobody address=192.0.2.1 reason=unknown-user",
                        "login-refused user=(no-name) address=192.0.2.1 reason=unknown-user",
                        "login-refused user=(no-name) address=192.0.2.1?? reason=unknown-user",
                        "login-throttled user=alice address=192.0.2.1 seconds=1",
                        "token-refused token=0000000000000000 address=192.0.2.1"
                                + " reason=unknown-token",
                        "token-refused token=(none) address=192.0.2.1 reason=malformed",
                        "session-refused address=192.0.2.1 reason=unknown-session",
                        "audit who=alice address=192.0.2.1 what=user-change target=alice"
                                + " outcome=new password");
        for (String secret :
                List.of(
                        PASSWORD,
                        WRONG,
                        hash,
                        "pbkdf2-sha256$",
                        token.secret(),
                        session,
                        Secrets.hash(session),
                        Secrets.hash(token.secret()))) {
            assertThat(lines).noneMatch(line -> line.contains(secret));
        }
    }
}
