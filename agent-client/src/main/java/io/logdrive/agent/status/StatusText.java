package io.logdrive.agent.status;

import io.logdrive.agent.send.UplinkState;
import io.logdrive.agent.tail.TailState;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How an agent is, for people to read. Thread-safe. */
public final class StatusText {
    /** By which an agent's answer is told from others. */
    static final String BEGINNING = "agent ";

    private static final int FILES_SHOWN = 50;
    private static final long MILLIS = 1_000;

    private StatusText() {}

    /** Some lines and two tables: threads, and files with those furthest behind first. */
    public static String of(AgentState state) {
        UplinkState uplink = state.uplink();
        List<TailState.OfFile> files = state.tail().files();
        StringBuilder text = new StringBuilder();
        line(
                text,
                BEGINNING.strip(),
                state.version()
                        + ", runs for "
                        + spoken(state.started().until(state.at(), SECONDS)));
        line(text, "configuration", state.config().isEmpty() ? "command line" : state.config());
        line(text, "server", server(uplink));
        line(
                text,
                "under way",
                String.format(
                        Locale.ROOT,
                        "%,d chunks, %,d bytes not acknowledged",
                        uplink.chunksUnacknowledged(),
                        uplink.bytesUnacknowledged()));
        line(
                text,
                "files",
                String.format(
                        Locale.ROOT,
                        "%,d, %,d bytes not acknowledged%s",
                        files.size(),
                        state.behindBytes(),
                        state.tail().reloading() ? "; another configuration waits for them" : ""));
        return text + "\n" + workers(state) + "\n" + files(files);
    }

    private static final ChronoUnit SECONDS = ChronoUnit.SECONDS;

    private static void line(StringBuilder text, String what, String value) {
        text.append(String.format(Locale.ROOT, "%-15s%s%n", what, value));
    }

    private static String server(UplinkState uplink) {
        StringBuilder text = new StringBuilder(uplink.link().word());
        if (uplink.server() != null) {
            text.append(' ').append(uplink.server());
        }
        if (uplink.connectedSince() != null) {
            text.append(" since ").append(uplink.connectedSince().truncatedTo(SECONDS));
        }
        if (uplink.lastFailure() != null && uplink.lastFailureAt() != null) {
            text.append("; last failure ")
                    .append(uplink.lastFailureAt().truncatedTo(SECONDS))
                    .append(": ")
                    .append(uplink.lastFailure());
        }
        return text.toString();
    }

    private static String workers(AgentState state) {
        Table table = new Table("WORKER", "ID", "RENEWED", "EVENTS", "STATE");
        for (TailState.OfThread thread : state.tail().threads()) {
            long ago = thread.renewedMillisAgo() / MILLIS;
            table.row(thread.name(), thread.id(), ago + " s ago", thread.events(), thread.state());
        }
        return table.toString();
    }

    private static String files(List<TailState.OfFile> files) {
        Table table = new Table("EVENTS", "SIZE", "BEHIND", "STATE", "INPUT", "FILE");
        files.stream()
                .sorted(Comparator.comparingLong(TailState.OfFile::lagBytes).reversed())
                .limit(FILES_SHOWN)
                .forEach(
                        file ->
                                table.row(
                                        file.acknowledgedEvents(),
                                        file.sizeBytes(),
                                        file.lagBytes(),
                                        file.state(),
                                        file.input(),
                                        file.path()));
        int more = files.size() - FILES_SHOWN;
        return table + (more > 0 ? more + " more, which are not further behind\n" : "");
    }

    private static String spoken(long seconds) {
        Duration time = Duration.ofSeconds(seconds);
        return time.toDays() > 0
                ? time.toDays() + " d " + time.toHoursPart() + " h"
                : time.toHours() > 0
                        ? time.toHours() + " h " + time.toMinutesPart() + " min"
                        : time.toMinutes() > 0
                                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                                : seconds + " s";
    }
}
