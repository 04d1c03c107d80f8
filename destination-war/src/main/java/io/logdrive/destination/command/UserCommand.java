package io.logdrive.destination.command;

import io.logdrive.destination.DestinationConfig;
import io.logdrive.destination.security.Passwords;
import io.logdrive.destination.security.UserName;
import io.logdrive.destination.store.AccessDatabase;
import io.logdrive.destination.store.AuditEntry;
import io.logdrive.destination.store.Changed;
import io.logdrive.destination.store.StoreException;
import io.logdrive.destination.store.User;
import io.logdrive.destination.store.UserChange;
import io.logdrive.destination.store.Users;
import io.logdrive.payara.ConfigurationException;
import io.logdrive.payara.Settings;
import io.logdrive.payara.access.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code payara/user}: users of a destination that does not run, by its database.
 *
 * <p>Confined to the main thread.
 */
@Command(
        name = "user",
        customSynopsis = "payara/user add|passwd|list|enable|disable [NAME] [OPTIONS]",
        sortOptions = false,
        description = {
            "",
            "Manages the users of the destination by its database, above all the first one. With"
                    + " H2 the server must be stopped; with PostgreSQL and SQLite it may run.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:not done, with the reason", "2:wrong usage"})
public final class UserCommand {
    private static final int DONE = 0;
    private static final int NOT_DONE = 1;

    @Spec CommandSpec spec;

    @Option(
            names = {"--help", "-h"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "This text")
    boolean help;

    private final Map<String, String> environment;
    private final PasswordSource source;
    private final Passwords passwords;

    UserCommand(Map<String, String> environment, PasswordSource source, Passwords passwords) {
        this.environment = environment;
        this.source = source;
        this.passwords = passwords;
    }

    /** Ends the process with the command's exit code. */
    public static void main(String[] arguments) {
        // What Flyway and the pool have to say is of no interest here.
        Logger root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        boolean terminal = Boolean.getBoolean("logdrive.user.terminal");
        UserCommand command =
                new UserCommand(
                        System.getenv(),
                        PasswordSource.of(terminal ? System.console() : null, System.in),
                        Passwords.ofPlatform());
        System.exit(commandLine(command).execute(arguments));
    }

    static CommandLine commandLine(UserCommand command) {
        CommandLine line = new CommandLine(command);
        line.setExecutionExceptionHandler(
                (failure, failed, parsed) -> {
                    failed.getErr().println("user: " + failure.getMessage());
                    return NOT_DONE;
                });
        return line;
    }

    @Command(name = "add", description = "Adds a user; the first one is an admin.")
    int add(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            description = "reader (the default), operator or admin")
                    @Nullable String role,
            @Option(
                            names = "--password-file",
                            paramLabel = "FILE",
                            description =
                                    "Has the password in its first line; - is standard input."
                                        + " Without it the terminal asks; without a terminal one is"
                                        + " made and shown once")
                    @Nullable String file,
            @CommandLine.Mixin Where where)
            throws IOException {
        requireName(name);
        Role asked = role(role);
        try (AccessDatabase database = open(where)) {
            Users users = database.tables().users();
            Role effective = asked != null ? asked : users.any() ? Role.READER : Role.ADMIN;
            New password = password(name, file);
            Changed changed =
                    users.add(
                            new User.Added(name, effective, passwords.hash(password.text())),
                            entry("user-add", name, "role=" + effective.word()));
            return end(changed, name, "added, " + effective.word(), password);
        }
    }

    @Command(name = "passwd", description = "Gives a user another password; ends its sessions.")
    int passwd(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--password-file", paramLabel = "FILE", description = "As with add")
                    @Nullable String file,
            @CommandLine.Mixin Where where)
            throws IOException {
        try (AccessDatabase database = open(where)) {
            Users users = database.tables().users();
            if (users.byName(name).isEmpty()) {
                return end(Changed.UNKNOWN, name, "", null);
            }
            New password = password(name, file);
            UserChange change = new UserChange(null, null, passwords.hash(password.text()));
            AuditEntry entry = entry("user-change", name, "new password");
            return end(users.change(name, change, entry), name, "has a new password", password);
        }
    }

    @Command(name = "disable", description = "Lets a user do nothing; ends its sessions.")
    int disable(@Parameters(paramLabel = "NAME") String name, @CommandLine.Mixin Where where) {
        return change(name, true, where);
    }

    @Command(name = "enable", description = "Takes that back.")
    int enable(@Parameters(paramLabel = "NAME") String name, @CommandLine.Mixin Where where) {
        return change(name, false, where);
    }

    @Command(name = "list", description = "Lists the users.")
    int list(@CommandLine.Mixin Where where) {
        PrintWriter out = spec.commandLine().getOut();
        try (AccessDatabase database = open(where)) {
            for (User user : database.tables().users().list()) {
                out.println(
                        String.format(
                                Locale.ROOT,
                                "%-24s %-8s %s",
                                user.name(),
                                user.role().word(),
                                user.disabled() ? "disabled" : "enabled"));
            }
        }
        out.flush();
        return DONE;
    }

    private int change(String name, boolean disabled, Where where) {
        try (AccessDatabase database = open(where)) {
            AuditEntry entry = entry("user-change", name, "disabled=" + disabled);
            Changed changed =
                    database.tables()
                            .users()
                            .change(name, new UserChange(null, disabled, null), entry);
            return end(changed, name, disabled ? "disabled" : "enabled", null);
        }
    }

    private AccessDatabase open(Where where) {
        Map<String, String> properties = new HashMap<>();
        if (where.config != null) {
            properties.put(Settings.FILE_KEY, where.config);
        }
        properties.put(DestinationConfig.PREFIX + "data", where.data);
        try {
            DestinationConfig config = DestinationConfig.from(Settings.of(properties, environment));
            return AccessDatabase.open(config.store(), Thread::new, Clock.systemUTC());
        } catch (StoreException.InUse e) {
            throw new StoreException(
                    "the database in "
                            + where.data
                            + " is in use: expected Logdrive to be stopped, found it running. Stop"
                            + " it, or do this over HTTP (docs/security.md, \"People and"
                            + " tokens\"), as an admin or, while there are no users, on this"
                            + " machine: POST /destination/users",
                    e);
        } catch (ConfigurationException | InvalidPathException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private New password(String name, @Nullable String file) throws IOException {
        String given = source.read(file);
        String text = given == null ? passwords.random() : given;
        String problem = Passwords.problem(name, text);
        if (problem != null) {
            throw new IOException("password: " + problem);
        }
        return new New(text, given == null);
    }

    private int end(Changed changed, String name, String done, @Nullable New password) {
        CommandLine line = spec.commandLine();
        if (changed == Changed.DONE) {
            line.getOut().println("user " + name + " " + done);
            if (password != null && password.made()) {
                line.getOut().println("password, shown this once: " + password.text());
            }
            line.getOut().flush();
            return DONE;
        }
        line.getErr().println("user: " + name + ": " + problem(changed));
        return NOT_DONE;
    }

    private static String problem(Changed changed) {
        return switch (changed) {
            case UNKNOWN -> "expected a user of this name, found none";
            case TAKEN -> "expected a new name, found one that is taken";
            case FULL -> "expected at most " + Users.MAX + " users, found as many";
            default -> "expected an enabled admin to be there afterwards, found none";
        };
    }

    private @Nullable Role role(@Nullable String word) {
        for (Role role : Role.values()) {
            if (role.word().equals(word)) {
                return role;
            }
        }
        if (word != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--role: expected reader, operator or admin, found " + word);
        }
        return null;
    }

    private void requireName(String name) {
        if (!UserName.isValid(name)) {
            throw new ParameterException(
                    spec.commandLine(), "NAME: expected " + UserName.EXPECTED + ", found " + name);
        }
    }

    private static AuditEntry entry(String what, String name, String outcome) {
        String who = "payara/user by " + System.getProperty("user.name", "somebody");
        return new AuditEntry(who, "this machine", what, name, outcome);
    }

    /** Which database. */
    static final class Where {
        @Option(
                names = "--data",
                paramLabel = "DIR",
                defaultValue = "./logdrive-data",
                description = "The data directory, as with payara/run (${DEFAULT-VALUE})")
        String data;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "A properties file, as with payara/run: it says which database")
        @Nullable String config;
    }

    /** A password, and whether it was made here. Immutable. Its text has no secret. */
    private record New(String text, boolean made) {
        @Override
        public String toString() {
            return made ? "a password made here" : "a password";
        }
    }
}
