package io.logdrive.ingest.status;

import io.logdrive.ingest.IngestStartup;
import io.logdrive.ingest.process.StatisticsSnapshot;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** The rules in force, what lines became by them, and a trial. Thread-safe. */
@Path("/")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class ProcessResource {
    static final Set<String> PARAMETERS = Set.of("limit");

    private static final int LIMIT_MAX = 1_000;

    /** A trial may keep a processor busy, which is the forwarder's, too. */
    private static final Semaphore TRIALS = new Semaphore(1);

    @Inject private IngestStartup startup;
    @Context private UriInfo uri;
    @Context private HttpHeaders headers;

    /** The rules in force. */
    @GET
    @Path("process")
    public RulesAnswer rules() {
        KnownParameters.check(uri, Set.of());
        return RulesAnswer.of(
                startup.ingest().rules().state(),
                startup.ingest().statistics().snapshot(LIMIT_MAX).rules());
    }

    /** What lines became. */
    @GET
    @Path("stats")
    public StatisticsSnapshot statistics() {
        KnownParameters.check(uri, PARAMETERS);
        String limit = uri.getQueryParameters().getFirst("limit");
        return startup.ingest().statistics().snapshot(limit(limit == null ? "50" : limit));
    }

    /** Sample lines through the rules in force, or through others. */
    @POST
    @Path("process/try")
    public String attempt(InputStream body) throws IOException {
        ChangeGuard.check(headers);
        KnownParameters.check(uri, Set.of());
        byte[] request = body.readNBytes(TrialRequest.BYTES_MAX + 1);
        if (!TRIALS.tryAcquire()) {
            throw Problem.of(
                    Response.Status.TOO_MANY_REQUESTS,
                    "try: expected one trial at a time, found another");
        }
        try {
            long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
            return TrialAnswer.of(
                    TrialRequest.read(request), startup.ingest().rules().current(), now);
        } catch (IllegalArgumentException e) {
            throw Problem.of(Response.Status.BAD_REQUEST, String.valueOf(e.getMessage()));
        } finally {
            TRIALS.release();
        }
    }

    private static int limit(String text) {
        int limit = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > LIMIT_MAX) {
            throw Problem.of(
                    Response.Status.BAD_REQUEST,
                    "limit: expected 1.." + LIMIT_MAX + ", found " + text);
        }
        return limit;
    }
}
