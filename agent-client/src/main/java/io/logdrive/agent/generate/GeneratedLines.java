package io.logdrive.agent.generate;

import io.logdrive.agent.generate.Flow.Call;
import io.logdrive.agent.send.LineSource;
import java.util.function.LongSupplier;

/**
 * The lines of a shop that several people visit at once, one connection's worth.
 *
 * <p>Confined to the thread that makes lines.
 */
public final class GeneratedLines implements LineSource {
    /** Shorter lines have no room for time, level, service, host and message. */
    public static final int LINE_BYTES_MIN = 150;

    public static final int LINE_BYTES_MAX = 65_536;

    /** No line of its natural length is longer. */
    static final int NATURAL_BYTES_MAX = 320;

    private static final int VISITS = 16;

    /** Slow is what takes so many times as long as usual. */
    private static final int SLOW_FACTOR = 5;

    private static final Piece TIME = Piece.of("{\"time\":\"");
    private static final Piece MESSAGE = Piece.of("\",\"message\":\"");
    private static final Piece REQUEST = Piece.of(",\"request\":\"");
    private static final Piece USER = Piece.of(",\"user\":\"u");
    private static final Piece SESSION = Piece.of(",\"session\":\"");
    private static final Piece PATH = Piece.of(",\"path\":\"");
    private static final Piece STATUS = Piece.of(",\"status\":");
    private static final Piece LATENCY = Piece.of(",\"latency\":");
    private static final int END_BYTES = 2;

    private final LongSupplier epochMicros;
    private final int lineBytes;
    private final SeededRandom random;
    private final Trouble trouble;
    private final Visit[] visits = new Visit[VISITS];
    private final Timestamp timestamp = new Timestamp();
    private final LineBytes line = new LineBytes();
    private int start;

    /**
     * @param stream the number of the connection: each has other lines of the same seed
     * @param epochMicros the clock whose time the lines carry
     * @param lineBytes 0 for natural lengths, or about how long each line is to be, from {@value
     *     #LINE_BYTES_MIN} to {@value #LINE_BYTES_MAX}: fields are left out or filling is added
     */
    public GeneratedLines(long seed, int stream, LongSupplier epochMicros, int lineBytes) {
        if (lineBytes != 0 && (lineBytes < LINE_BYTES_MIN || lineBytes > LINE_BYTES_MAX)) {
            throw new IllegalArgumentException(
                    "line bytes: expected "
                            + LINE_BYTES_MIN
                            + ".."
                            + LINE_BYTES_MAX
                            + ", found "
                            + lineBytes);
        }
        this.epochMicros = epochMicros;
        this.lineBytes = lineBytes;
        this.random = new SeededRandom(seed, stream);
        this.trouble = new Trouble(random);
        for (int i = 0; i < VISITS; i++) {
            visits[i] = new Visit();
            visits[i].begin(random);
        }
    }

    /** The room a line of that length needs while it is made; 0 is the natural length. */
    public static int lineBytesMax(int lineBytes) {
        return Math.max(NATURAL_BYTES_MAX, lineBytes);
    }

    @Override
    public int lineBytesMax() {
        return lineBytesMax(lineBytes);
    }

    @Override
    public int put(byte[] target, int at) {
        start = at;
        line.begin(target, at);
        line.put(TIME);
        line.time(timestamp, epochMicros.getAsLong());
        trouble.step();
        Visit visit = visits[random.below(VISITS)];
        if (visit.answered()) {
            putAnswer(visit);
            visit.next(random);
        } else {
            putCall(visit);
        }
        if (lineBytes != 0) {
            Filling.put(line, start + lineBytes - END_BYTES - line.at(), random);
        }
        line.put('}');
        line.put('\n');
        return line.at();
    }

    private void putCall(Visit visit) {
        Call call = visit.flow.call(visit.call);
        Part part = call.part();
        int latency = trouble.latencyMillis(part, call.usualMillis());
        visit.latencyMillis += latency;
        Severity severity = call.severity();
        Text text = call.text();
        if (trouble.fails(part)) {
            boolean retries = part.retries() && !visit.retrying;
            severity = retries || part.status < 500 ? Severity.WARN : Severity.ERROR;
            text = retries ? part.retried : part.failed;
            if (retries) {
                visit.retrying = true;
            } else if (part.status == 0) {
                visit.callDone();
            } else {
                visit.fail(part.status);
            }
        } else {
            if (latency > SLOW_FACTOR * call.usualMillis()) {
                severity = Severity.WARN;
                text = part.slow;
            }
            visit.callDone();
        }
        putHead(severity, part, visit);
        text.put(line, random, latency);
        line.put('"');
        putRequest(visit);
        if (visit.flow == Flow.LOGIN && part == Part.AUTH) {
            putUser(visit);
        }
        if (severity != Severity.DEBUG) {
            putNumber(LATENCY, latency);
        }
    }

    /** The gateway's note when the request is answered. */
    private void putAnswer(Visit visit) {
        putHead(Severity.ofStatus(visit.status), Part.GATEWAY, visit);
        line.put(visit.flow.request);
        line.number(visit.status);
        line.put('"');
        putRequest(visit);
        putUser(visit);
        int before = line.at();
        line.put(SESSION);
        line.hex(visit.session, 8);
        line.put('"');
        cutIfTooLong(before);
        putPath(visit);
        putNumber(STATUS, visit.status);
        putNumber(LATENCY, visit.latencyMillis);
    }

    private void putHead(Severity severity, Part part, Visit visit) {
        line.put(severity.text);
        line.put(part.head);
        line.put('1' + Math.floorMod(visit.session, part.hosts));
        line.put(MESSAGE);
    }

    private void putRequest(Visit visit) {
        int before = line.at();
        line.put(REQUEST);
        line.hex(visit.request, 8);
        line.put('"');
        cutIfTooLong(before);
    }

    private void putUser(Visit visit) {
        int before = line.at();
        line.put(USER);
        line.number(visit.user);
        line.put('"');
        cutIfTooLong(before);
    }

    private void putPath(Visit visit) {
        int before = line.at();
        line.put(PATH);
        line.put(visit.flow.path);
        line.put('"');
        cutIfTooLong(before);
    }

    private void putNumber(Piece name, int number) {
        int before = line.at();
        line.put(name);
        line.number(number);
        cutIfTooLong(before);
    }

    private void cutIfTooLong(int before) {
        if (lineBytes != 0 && line.at() - start > lineBytes - END_BYTES) {
            line.cut(before);
        }
    }
}
