package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What it is measured on, in words. Thread-safe. */
final class Machine {
    private static final Pattern TOTAL = Pattern.compile("(?m)^MemTotal:\\s+(\\d+) kB$");
    private static final Pattern MODEL = Pattern.compile("(?m)^model name\\s*: (.*)$");

    private Machine() {}

    /** Cores, processor, memory, kernel, Java. */
    static String text() throws IOException {
        String memory = first(TOTAL, Files.readString(Path.of("/proc/meminfo")));
        double gibibytes = memory.isEmpty() ? 0 : Long.parseLong(memory) / 1024.0 / 1024.0;
        return String.format(
                Locale.ROOT,
                "%d cores (%s), %.1f GiB, %s %s, Java %s",
                Runtime.getRuntime().availableProcessors(),
                first(MODEL, Files.readString(Path.of("/proc/cpuinfo"))),
                gibibytes,
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.runtime.version"));
    }

    /** How a section of RESULTS.md begins. */
    static String heading(Path root, String command) throws IOException, InterruptedException {
        return "## "
                + LocalDate.now(ZoneOffset.UTC)
                + ", "
                + commit(root)
                + "\n\n- `"
                + command
                + "`\n- "
                + text()
                + "\n";
    }

    /** The commit of the source tree, with a word when something is not committed. */
    static String commit(Path root) throws IOException, InterruptedException {
        String commit = git(root, "rev-parse", "--short=12", "HEAD");
        boolean changed = !git(root, "status", "--porcelain", "-uno").isEmpty();
        return commit + (changed ? " and changes" : "");
    }

    private static String git(Path root, String... arguments)
            throws IOException, InterruptedException {
        java.util.List<String> command = new java.util.ArrayList<>();
        command.add("git");
        command.addAll(java.util.List.of(arguments));
        Process git =
                new ProcessBuilder(command)
                        .directory(root.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String said =
                new String(
                        git.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 ? said.strip() : "unknown";
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1).strip() : "";
    }
}
