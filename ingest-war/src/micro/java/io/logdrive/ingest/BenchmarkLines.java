package io.logdrive.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Lines of some 150 bytes, as the agent and as a logger would write them. Thread-safe. */
public final class BenchmarkLines {
    private BenchmarkLines() {}

    /** So many JSON lines, each ended by a newline. */
    public static byte[] json(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"time\":\"2026-11-21T10:00:00.")
                    .append(100_000 + i)
                    .append("Z\",\"level\":\"INFO\",\"service\":\"payment\",\"host\":\"app-")
                    .append(i % 3)
                    .append("\",\"message\":\"order authorized\",\"request\":\"")
                    .append(Integer.toHexString(0x1234_0000 + i))
                    .append("\",\"latency\":")
                    .append(i)
                    .append("}\n");
        }
        return lines.toString().getBytes(UTF_8);
    }

    /** A plain line. */
    public static String plain() {
        return "2026-11-21 10:00:00,123 WARN [http-1] payment of order 4711 declined: no answer"
                + " from the bank within 3000 ms, will be tried again in a minute or two";
    }

    /** A line of syslog without a priority. */
    public static String syslog() {
        return "Nov 21 10:00:00 app-1.example.com sshd[24200]: Failed password for invalid user"
                + " webmaster from 173.234.31.186 port 38926 ssh2, the third time in one minute";
    }

    /** A line of a combined access log. */
    public static String access() {
        return "10.1.2.3 - ann [21/Nov/2026:10:00:00 +0000] \"GET /shop/cart?id=4711 HTTP/1.1\" 200"
                + " 2326 \"https://example.com/shop\" \"Mozilla/5.0 (X11; Linux x86_64) Gecko\"";
    }
}
