package io.logdrive.ingest.status;

import io.logdrive.ingest.Ingest;
import io.logdrive.ingest.IngestStartup;
import io.logdrive.ingest.listen.IntakeServer;
import io.logdrive.ingest.queue.Volume;
import io.logdrive.payara.figures.Version;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Ingest's own state as JSON and as metrics (API.md, "Ingest"). Thread-safe. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {
    @Inject private IngestStartup startup;
    @Context private UriInfo uri;

    /** The queue's depth, age and rates. */
    @GET
    @Path("queue")
    public QueueAnswer queue() {
        KnownParameters.check(uri, Set.of());
        Ingest ingest = startup.ingest();
        Volume depth = ingest.depth().snapshot();
        long deadLetters = ingest.deadLetterCount();
        double in = ingest.rates().in();
        double out = ingest.rates().out();
        return new QueueAnswer(
                ConsumerAnswer.depth(depth),
                ConsumerAnswer.ageSeconds(ingest.forwarder().oldestReceivedMicros()),
                in,
                out,
                drainSeconds(depth.lines(), in, out),
                ingest.server().connectionCount(),
                ingest.forwarder().batchesInFlight(),
                deadLetters < 0 ? null : deadLetters,
                ingest.isQueueUp() ? "up" : "down",
                QueueAnswer.Guard.of(ingest.guard(), ingest.figures().guardSince()),
                ingest.forwarder().isConnected() ? "connected" : "unreachable",
                ingest.figures().connectedSince().toString(),
                ingest.figures().diskSecondsLeft(),
                QueueAnswer.SyslogUdp.of(ingest.server().syslogUdp()),
                ConsumerAnswer.all(ingest),
                ingest.figures().started().toString(),
                Version.logdrive());
    }

    /** The archive's files, how much they take, and whether it can write. */
    @GET
    @Path("archive")
    public ArchiveAnswer archive() {
        KnownParameters.check(uri, Set.of());
        return ArchiveAnswer.of(startup.ingest().consumers());
    }

    /** The open connections and who sends datagrams, the oldest first. */
    @GET
    @Path("connections")
    public List<ConnectionAnswer> connections() {
        KnownParameters.check(uri, Set.of());
        IntakeServer server = startup.ingest().server();
        return Stream.concat(server.connections().stream(), server.syslogUdpSenders().stream())
                .map(ConnectionAnswer::of)
                .sorted(Comparator.comparing(ConnectionAnswer::since))
                .toList();
    }

    /** The configuration in force, secrets masked. */
    @GET
    @Path("config")
    public Map<String, String> config() {
        KnownParameters.check(uri, Set.of());
        return startup.ingest().config().effective();
    }

    /** All metrics in Prometheus' text format. */
    @GET
    @Path("metrics")
    @Produces("text/plain; version=0.0.4; charset=utf-8")
    public String metrics() {
        return startup.ingest().metrics().scrape();
    }

    static @Nullable Double drainSeconds(long lines, double in, double out) {
        if (lines == 0) {
            return 0.0;
        }
        return out > in ? lines / (out - in) : null;
    }
}
