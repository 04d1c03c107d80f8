package io.logdrive.payara.console;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The console's files as answers: packed for who takes that, 304 for who has them, and with what
 * keeps a browser from running or asking for anything else.
 *
 * <p>Thread-safe.
 */
public final class ConsoleFiles {
    /** What a page of ours may do: run and ask for what is ours, and nothing that stands in it. */
    public static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'";

    /** Names as ours are: no part begins with a dot, so none leads elsewhere. */
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9][a-zA-Z0-9_-]*(?:[./][a-zA-Z0-9_-]+){1,4}");

    private static final Map<String, String> TYPES =
            Map.of(
                    "js", "text/javascript;charset=UTF-8",
                    "css", "text/css;charset=UTF-8",
                    "svg", "image/svg+xml",
                    "json", "application/json",
                    "txt", "text/plain;charset=UTF-8");

    private final ConsoleFile page;
    private final Map<String, ConsoleFile> read = new ConcurrentHashMap<>();

    public ConsoleFiles(ConsoleConfig config) {
        byte[] template = Objects.requireNonNull(bytes("index.html"), "index.html");
        page =
                new ConsoleFile(
                        "text/html;charset=UTF-8",
                        new String(template, StandardCharsets.UTF_8)
                                .replace("@here@", attribute(config.here()))
                                .replace("@other@", attribute(config.other()))
                                .getBytes(StandardCharsets.UTF_8));
    }

    /** The page itself. */
    public Response page(HttpHeaders request) {
        return answer(page, request);
    }

    /** One of its parts, by its path beneath {@code console/}; 404 when there is none. */
    public Response file(String path, HttpHeaders request) {
        ConsoleFile file = find(path);
        return file == null
                ? Response.status(Response.Status.NOT_FOUND).build()
                : answer(file, request);
    }

    /** Those that are there, so that the map is bounded by how many files the console has. */
    private @Nullable ConsoleFile find(String path) {
        ConsoleFile known = read.get(path);
        if (known != null || !NAME.matcher(path).matches()) {
            return known;
        }
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        byte[] bytes = type == null ? null : bytes(path);
        if (type == null || bytes == null) {
            return null;
        }
        return read.computeIfAbsent(path, name -> new ConsoleFile(type, bytes));
    }

    private static Response answer(ConsoleFile file, HttpHeaders request) {
        String known = request.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        Response.ResponseBuilder answer =
                known != null && known.contains(file.tag())
                        ? Response.notModified()
                        : body(file, request);
        return answer.header(HttpHeaders.ETAG, file.tag())
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .header("Content-Security-Policy", POLICY)
                .build();
    }

    private static Response.ResponseBuilder body(ConsoleFile file, HttpHeaders request) {
        String taken = request.getHeaderString(HttpHeaders.ACCEPT_ENCODING);
        boolean packs = taken != null && taken.toLowerCase(Locale.ROOT).contains("gzip");
        Response.ResponseBuilder answer = Response.ok(file.bytes(packs)).type(file.type());
        return packs ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip") : answer;
    }

    private static byte @Nullable [] bytes(String name) {
        try (InputStream in = ConsoleFiles.class.getResourceAsStream(name)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private static String attribute(String text) {
        return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    }
}
