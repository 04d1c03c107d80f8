package io.logdrive.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code benchmarks/query}: reads and checks the options.
 *
 * <p>Confined to the main thread.
 */
@Command(
        name = "benchmarks/query",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "",
            "Measures queries on a large database: fills it with rows of several days by the"
                    + " fastest way, starts ingest and destination on it (-Xmx512m each) and"
                    + " measures by HTTP. Without --searches, --export, --tails and --attack it"
                    + " measures the searches.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 measured; 1 not, or an answer was wrong; 2 wrong usage.",
            "It measures what is built: after a change of the sources, `mvn package` first."
        })
final class QueryCommand implements Callable<Integer> {
    private static final long ROWS_MIN = 1_000;
    private static final long ROWS_MAX = 1_000_000_000;
    private static final long ROWS_SERVER = 10_000_000;
    private static final long ROWS_EMBEDDED = 2_000_000;
    private static final int RATE_MAX = 1_000_000;
    private static final int TAILS_MAX = 10_000;

    @Spec CommandSpec spec;

    @Mixin SharedOptions shared = new SharedOptions(DatabaseKind.POSTGRESQL);

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Rows that are there before (10,000,000; h2 and sqlite 2,000,000).")
    long rows;

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "Over how many days they are spread (${DEFAULT-VALUE}).")
    int days = 7;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep the filled database there, and use it again when it is there.")
    @Nullable Path data;

    @Option(
            names = "--searches",
            description = "Pages, histogram, facets and texts, while lines arrive: p50, p95, max.")
    boolean searches;

    @Option(
            names = "--export",
            description = "Export all rows in one go, then cut half way and resumed.")
    boolean export;

    @Option(
            names = "--tails",
            paramLabel = "N",
            description = "What N open tails cost the inserts, and their delay behind the commit.")
    int tails;

    @Option(
            names = "--attack",
            description = "What the worst queries of 50 clients at once cost the inserts.")
    boolean attack;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            description = "How often each search is made (${DEFAULT-VALUE}).")
    int repeats = 30;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Lines a second that arrive meanwhile (${DEFAULT-VALUE}).")
    int rate = 10_000;

    @Option(
            names = "--lines",
            paramLabel = "N",
            description = "Lines of a run with --tails and --attack (${DEFAULT-VALUE}).")
    long lines = 500_000;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Runs of these, with and without in turn (${DEFAULT-VALUE}).")
    int runs = 3;

    @Option(
            names = "--set-postgresql",
            paramLabel = "NAME=VALUE",
            description = "A setting of PostgreSQL beyond its defaults; repeatable.")
    Map<String, String> databaseSettings = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), String.join(System.lineSeparator(), problems));
        }
        Layout layout = Layout.ofSystem();
        QueryMeasurement measurement =
                new QueryMeasurement(plan(), layout, new Progress(spec.commandLine().getErr()));
        shared.show(spec, layout, measurement.run(SharedOptions.command(spec)));
        return 0;
    }

    private QueryPlan plan() {
        Map<String, String> ofServer = new LinkedHashMap<>(shared.settings);
        Map<String, String> ofDatabase = new LinkedHashMap<>(databaseSettings);
        if (tails > 0) {
            ofServer.putIfAbsent(
                    "logdrive.destination.query.tails-max", Integer.toString(tails + 1));
            ofDatabase.put("track_commit_timestamp", "on");
        }
        return new QueryPlan(
                shared.database,
                rowsOrDefault(),
                days,
                data == null ? null : data.toAbsolutePath(),
                parts(),
                ofDatabase,
                new Server.Options(true, ofServer, shared.javaOptions));
    }

    private List<QueryPlan.Named> parts() {
        QueryPlan.Load load = new QueryPlan.Load(rate, lines, runs);
        List<QueryPlan.Named> parts = new ArrayList<>();
        if (searches || (!export && !attack && tails == 0)) {
            parts.add(new QueryPlan.Named("Searches", new Searches(repeats, rate)));
        }
        if (export) {
            parts.add(new QueryPlan.Named("Export", new Export()));
        }
        if (tails > 0) {
            parts.add(new QueryPlan.Named(tails + " tails", new TailsPart(tails, load)));
        }
        if (attack) {
            parts.add(new QueryPlan.Named("The worst queries", new Attack(load)));
        }
        return parts;
    }

    private long rowsOrDefault() {
        if (rows != 0) {
            return rows;
        }
        return shared.database == DatabaseKind.POSTGRESQL ? ROWS_SERVER : ROWS_EMBEDDED;
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        RunCommand.expect(problems, "--rows", rowsOrDefault(), ROWS_MIN, ROWS_MAX);
        RunCommand.expect(problems, "--days", days, 1, 300);
        RunCommand.expect(problems, "--tails", tails, 0, TAILS_MAX);
        RunCommand.expect(problems, "--repeats", repeats, 1, 10_000);
        RunCommand.expect(problems, "--rate", rate, 1, RATE_MAX);
        RunCommand.expect(problems, "--lines", lines, RunCommand.LINES_MIN, ROWS_MAX);
        RunCommand.expect(problems, "--runs", runs, 1, 1_000);
        shared.check(problems);
        if (shared.database != DatabaseKind.POSTGRESQL && !databaseSettings.isEmpty()) {
            problems.add(
                    "--set-postgresql: expected --database postgresql, found " + shared.database);
        }
        return problems;
    }
}
