package io.logdrive.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code payara/prove}: reads and checks the options.
 *
 * <p>Confined to the main thread.
 */
@Command(
        name = "payara/prove",
        sortOptions = false,
        description = {
            "",
            "Proves on this machine that no line is lost and none is stored twice: starts ingest,"
                + " the destination and acknowledged agents on a folder and ports of their own,"
                + " sends numbered lines, and kills, stops, freezes and cuts off meanwhile. Then it"
                + " waits for the queue to drain and checks every row.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 all held; 1 it did not, or could not run; 2 wrong usage.",
            "It breaks what is built: after a change of the sources, `mvn package` first."
        })
final class ProveCommand implements Callable<Integer> {
    private static final long LINES = 200_000;
    private static final int FAULTS = 14;
    private static final long LINES_PER_SECOND_OF_SOAK = 2_000;
    private static final long LINES_MAX = 1_000_000_000;
    private static final int FAULTS_MAX = 100_000;
    private static final int SECONDS_MAX = 7 * 86_400;
    private static final int AGENTS_MAX = 100;

    @Spec CommandSpec spec;

    @Option(
            names = "--lines",
            paramLabel = "N",
            description = "Lines of all agents together (200000; in a soak 2000 a second).")
    @Nullable Long linesAsked;

    @Option(
            names = "--faults",
            paramLabel = "N",
            description = "How many: one of each kind, then random ones (14; in a soak none).")
    @Nullable Integer faultsAsked;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Chooses the faults; the same seed, the same faults (random).")
    @Nullable Long seed;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "Spread the load and the faults over so long (as long as they take).")
    int seconds;

    @Option(
            names = "--agents",
            paramLabel = "K",
            description = "Agents, each a source of its own (${DEFAULT-VALUE}).")
    int agents = 3;

    @Option(
            names = "--kinds",
            paramLabel = "KIND",
            split = ",",
            converter = KindOfFault.class,
            description = "Only faults of these kinds: ${COMPLETION-CANDIDATES}.")
    @Nullable List<FaultKind> kinds;

    @Option(
            names = "--database",
            paramLabel = "DB",
            converter = KindOfDatabase.class,
            description = "What the destination stores in: ${COMPLETION-CANDIDATES} (h2).")
    DatabaseKind database = DatabaseKind.H2;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "An empty folder for all data and logs (one beneath payara/target).")
    @Nullable Path data;

    @Option(names = "--keep", description = "Keep data and logs although all held.")
    boolean keep;

    @Option(
            names = "--report-json",
            paramLabel = "FILE",
            description = "The report for programs, too.")
    @Nullable Path reportFile;

    @Option(
            names = "--sabotage",
            paramLabel = "BUG",
            converter = BugToPlant.class,
            description = "Plant a bug, which must then be found: ${COMPLETION-CANDIDATES}.")
    DrillPlan.@Nullable Sabotage sabotage;

    @Option(
            names = "--soak",
            paramLabel = "TIME",
            converter = TimeOfSoak.class,
            description =
                    "So long (15m, 2h) under even load, looking for heap, threads and descriptors"
                            + " that grow.")
    @Nullable Duration soak;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This text.")
    boolean help;

    @Override
    public Integer call() throws IOException {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), String.join(System.lineSeparator(), problems));
        }
        long chosen = seed == null ? new SecureRandom().nextInt(1_000_000) : seed;
        Path folder = folder();
        say("Seed " + chosen + ", data and logs in " + folder);
        List<String> leftOut = new ArrayList<>();
        Set<FaultKind> possible = possibleKinds(folder, leftOut);
        if (possible.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--kinds: expected one that this machine can do, found none: " + leftOut);
        }
        DrillPlan plan =
                new DrillPlan(
                        database,
                        lines(),
                        faults(),
                        possible,
                        chosen,
                        seconds(),
                        agents,
                        sabotage,
                        folder,
                        this::say,
                        leftOut,
                        soak != null);
        DrillReport report = Drill.run(plan);
        String repeat = repeat(chosen);
        spec.commandLine().getOut().print(DrillReportText.text(report, repeat));
        if (reportFile != null) {
            Files.writeString(
                    reportFile, DrillReportText.json(report, repeat).toPrettyString() + "\n");
        }
        if (report.isClean() && !keep) {
            Folders.delete(folder);
        } else {
            say("Data and logs are kept in " + folder);
        }
        spec.commandLine().getOut().flush();
        return report.isClean() ? 0 : 1;
    }

    private int seconds() {
        return soak == null ? seconds : (int) soak.toSeconds();
    }

    private long lines() {
        if (linesAsked != null) {
            return linesAsked;
        }
        return soak == null ? LINES : LINES_PER_SECOND_OF_SOAK * seconds();
    }

    private int faults() {
        if (faultsAsked != null) {
            return faultsAsked;
        }
        return soak == null ? FAULTS : 0;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    private Set<FaultKind> kinds() {
        return kinds == null ? FaultKind.usual(database) : EnumSet.copyOf(kinds);
    }

    private Set<FaultKind> possibleKinds(Path folder, List<String> leftOut) {
        Set<FaultKind> possible = EnumSet.noneOf(FaultKind.class);
        for (FaultKind kind : kinds()) {
            String whyNot = kind.whyNotWith(database);
            if (whyNot.isEmpty()) {
                possible.add(kind);
            } else {
                leftOut.add(kind + ": " + whyNot);
            }
        }
        if (possible.stream().anyMatch(FaultKind::needsMount)) {
            String whyNot = SmallDisk.whyNot(folder);
            if (!whyNot.isEmpty()) {
                possible.removeIf(FaultKind::needsMount);
                leftOut.add("fill-disk: " + whyNot);
            }
        }
        return possible;
    }

    private Path folder() throws IOException {
        if (data != null) {
            return Files.createDirectories(data).toRealPath();
        }
        Path target = Files.createDirectories(Artefacts.ROOT.resolve("payara/target"));
        return Files.createTempDirectory(target, "prove.");
    }

    private String repeat(long chosen) {
        List<String> words = new ArrayList<>(List.of("payara/prove"));
        if (database != DatabaseKind.H2) {
            words.addAll(List.of("--database", database.word()));
        }
        words.addAll(List.of("--lines", Long.toString(lines())));
        words.addAll(List.of("--faults", Integer.toString(faults())));
        words.addAll(List.of("--agents", Integer.toString(agents)));
        if (soak != null) {
            words.addAll(List.of("--soak", soak.toSeconds() + "s"));
        } else if (seconds > 0) {
            words.addAll(List.of("--seconds", Integer.toString(seconds)));
        }
        if (kinds != null) {
            words.add("--kinds");
            words.add(kinds.stream().map(FaultKind::word).collect(Collectors.joining(",")));
        }
        if (sabotage != null) {
            words.addAll(List.of("--sabotage", sabotage.word()));
        }
        words.addAll(List.of("--seed", Long.toString(chosen)));
        return String.join(" ", words);
    }

    private List<String> problems() throws IOException {
        List<String> problems = new ArrayList<>();
        expect(problems, "--lines", lines(), 1, LINES_MAX);
        expect(problems, "--faults", faults(), 0, FAULTS_MAX);
        expect(problems, "--seconds", seconds, 0, SECONDS_MAX);
        expect(problems, "--agents", agents, 1, Math.min(AGENTS_MAX, Math.max(1, lines())));
        if (data != null && Files.exists(data)) {
            try (Stream<Path> inside = Files.list(data)) {
                if (inside.findAny().isPresent()) {
                    problems.add("--data: expected an empty folder, found things in " + data);
                }
            }
        }
        return problems;
    }

    private static void expect(
            List<String> problems, String option, long found, long min, long max) {
        if (found < min || found > max) {
            problems.add(option + ": expected " + min + ".." + max + ", found " + found);
        }
    }

    /** Reads {@code 90s}, {@code 15m} or {@code 2h}. Immutable. */
    static final class TimeOfSoak implements ITypeConverter<Duration> {
        private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,5})([smh])");

        @Override
        public Duration convert(String text) {
            Matcher time = TIME.matcher(text);
            Duration found = time.matches() ? duration(time) : Duration.ZERO;
            if (found.isZero() || found.toSeconds() > SECONDS_MAX) {
                throw new TypeConversionException(
                        "expected a time up to 168h as 90s, 15m or 2h, found " + text);
            }
            return found;
        }

        private static Duration duration(Matcher time) {
            return Duration.parse("PT" + time.group(1) + time.group(2).toUpperCase(Locale.ROOT));
        }
    }

    /** Reads a kind's word. Immutable. */
    static final class KindOfFault implements ITypeConverter<FaultKind> {
        @Override
        public FaultKind convert(String word) {
            try {
                return FaultKind.of(word);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(
                        "expected "
                                + Stream.of(FaultKind.values())
                                        .map(FaultKind::word)
                                        .collect(Collectors.joining(", "))
                                + "; found "
                                + word);
            }
        }
    }

    /** Reads a database's word. Immutable. */
    static final class KindOfDatabase implements ITypeConverter<DatabaseKind> {
        @Override
        public DatabaseKind convert(String word) {
            try {
                return DatabaseKind.of(word);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads a sabotage's word. Immutable. */
    static final class BugToPlant implements ITypeConverter<DrillPlan.Sabotage> {
        @Override
        public DrillPlan.Sabotage convert(String word) {
            return Stream.of(DrillPlan.Sabotage.values())
                    .filter(bug -> bug.word().equals(word.toLowerCase(Locale.ROOT)))
                    .findAny()
                    .orElseThrow(
                            () ->
                                    new TypeConversionException(
                                            "expected acknowledge-before-commit, skip-ledger or"
                                                    + " confirm-before-durable, found "
                                                    + word));
        }
    }
}
