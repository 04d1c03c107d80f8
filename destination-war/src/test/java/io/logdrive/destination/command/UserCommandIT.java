package io.logdrive.destination.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.Destination;
import io.logdrive.destination.DestinationConfig;
import io.logdrive.destination.security.Passwords;
import io.logdrive.destination.store.TestDatabase;
import io.logdrive.payara.Settings;
import io.logdrive.payara.access.Caller;
import io.logdrive.payara.access.Credentials;
import io.logdrive.payara.access.Role;
import io.logdrive.payara.access.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** The command on each database, and what the server then knows. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class UserCommandIT {
    private static final String PASSWORD = "canary-password";

    @TempDir Path data;
    private final TestDatabase kind;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path config;

    UserCommandIT(TestDatabase kind) {
        this.kind = kind;
    }

    @BeforeEach
    void configure() throws IOException {
        config = data.resolve("test.properties");
        Files.writeString(
                config,
                kind.settings(data).entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                        .collect(Collectors.joining()));
    }

    @Test
    void addsTheFirstUserWhomTheServerThenKnows() {
        assertThat(run(PASSWORD + "\n", "add", "alice", "--password-file", "-")).isZero();
        assertThat(out).hasToString("user alice added, admin\n");
        assertThat(run("", "add", "bob", "--role", "operator")).isZero();
        String made = out.toString().replaceAll("(?s).*shown this once: ", "").strip();
        assertThat(run("", "list")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "alice                    admin    enabled",
                        "bob                      operator enabled");

        Destination destination = start();
        try {
            assertThat(verify(destination, "alice", PASSWORD))
                    .isEqualTo(
                            new Verdict.Known(
                                    new Caller("alice", Role.ADMIN, Credentials.Kind.BASIC, null)));
            assertThat(verify(destination, "bob", made)).isInstanceOf(Verdict.Known.class);
            assertThat(verify(destination, "bob", PASSWORD))
                    .isEqualTo(new Verdict.Refused("password"));
        } finally {
            destination.stop();
        }
    }

    @Test
    void changesPasswordsAndDisablesButKeepsAnAdmin() throws Exception {
        Path file = data.resolve("password");
        Files.writeString(file, PASSWORD + "\n");
        run("", "add", "alice");
        run("", "add", "bob");

        assertThat(run("", "passwd", "alice", "--password-file", file.toString())).isZero();
        assertThat(out).hasToString("user alice has a new password\n");
        assertThat(run("", "disable", "bob")).isZero();
        assertThat(run("", "list")).isZero();
        assertThat(out.toString()).contains("bob                      reader   disabled");
        assertThat(run("", "enable", "bob")).isZero();

        assertThat(run("", "disable", "alice")).isEqualTo(1);
        assertThat(err)
                .hasToString(
                        "user: alice: expected an enabled admin to be there afterwards, found"
                                + " none\n");
        assertThat(run("", "passwd", "carol")).isEqualTo(1);
        assertThat(err).hasToString("user: carol: expected a user of this name, found none\n");
        assertThat(run("", "add", "bob")).isEqualTo(1);
        assertThat(err).hasToString("user: bob: expected a new name, found one that is taken\n");
    }

    @Test
    void saysWhatIsWrongAndChangesNothing() {
        assertThat(run("short\n", "add", "alice", "--password-file", "-")).isEqualTo(1);
        assertThat(err).hasToString("user: password: expected at least 12 characters, found 5\n");
        assertThat(run("", "add", "alice", "--password-file", "-")).isEqualTo(1);
        assertThat(err).hasToString("user: expected a password in the first line, found nothing\n");
        assertThat(run("", "add", "alice", "--role", "reader")).isEqualTo(1);
        assertThat(run("", "add", "Alice")).isEqualTo(2);
        assertThat(err.toString()).startsWith("NAME: expected 1 to 64 of a-z");
        assertThat(run("", "add", "alice", "--role", "root")).isEqualTo(2);
        assertThat(run("", "add")).isEqualTo(2);
        assertThat(run("", "add", "alice", PASSWORD)).isEqualTo(2);
        assertThat(run("", "list")).isZero();
        assertThat(out).hasToString("");
    }

    @Test
    void saysHowItIsDoneWhileTheServerHasTheDatabase() throws Exception {
        Destination destination = start();
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            UserCommand.class.getName(),
                            "add",
                            "alice",
                            "--data",
                            data.toString(),
                            "--config",
                            config.toString());
            builder.redirectErrorStream(true);
            Process process = builder.start();
            process.getOutputStream().close();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

            if (kind == TestDatabase.H2) {
                assertThat(process.exitValue()).as(said).isEqualTo(1);
                assertThat(said)
                        .isEqualTo(
                                "user: the database in "
                                        + data
                                        + " is in use: expected Logdrive to be stopped, found it"
                                        + " running. Stop it, or do this over HTTP"
                                        + " (docs/security.md, \"People and tokens\"), as an admin"
                                        + " or, while there are no users, on this machine: POST"
                                        + " /destination/users\n");
            } else {
                assertThat(process.exitValue()).as(said).isZero();
                assertThat(said).contains("user alice added, admin\n");
            }
        } finally {
            destination.stop();
        }
    }

    private int run(String input, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        UserCommand command =
                new UserCommand(
                        Map.of(),
                        PasswordSource.of(
                                null,
                                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8))),
                        Passwords.ofPlatform());
        CommandLine line = UserCommand.commandLine(command);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString(), "--config", config.toString()));
        int code = line.execute(all.toArray(new String[0]));
        return code;
    }

    private Destination start() {
        Map<String, String> settings = new HashMap<>(kind.settings(data));
        settings.put("logdrive.destination.data", data.toString());
        settings.put("logdrive.destination.receive.address", "127.0.0.1:0");
        return Destination.start(
                DestinationConfig.from(Settings.ofMap(settings)), Thread::new, Clock.systemUTC());
    }

    private static Verdict verify(Destination destination, String name, String password) {
        return destination
                .access()
                .verifier()
                .verify(new Credentials(Credentials.Kind.BASIC, name, password, "127.0.0.1"));
    }
}
