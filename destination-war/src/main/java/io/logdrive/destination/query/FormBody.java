package io.logdrive.destination.query;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a POST: those of its address and those of its form. Thread-safe. */
final class FormBody {
    /** What parameters may weigh that are too long for an address. */
    static final int BYTES_MAX = 64 << 10;

    private FormBody() {}

    /**
     * Reads a form, {@code application/x-www-form-urlencoded}.
     *
     * @throws QueryProblem 413 when it is longer than a form may be, 400 when it is none
     */
    static Map<String, List<String>> parameters(
            InputStream body, Map<String, List<String>> ofAddress) throws IOException {
        byte[] bytes = body.readNBytes(BYTES_MAX + 1);
        if (bytes.length > BYTES_MAX) {
            throw QueryProblem.tooLarge(
                    "form: expected at most " + BYTES_MAX + " bytes, found more");
        }
        Map<String, List<String>> all = new LinkedHashMap<>();
        ofAddress.forEach((name, values) -> all.put(name, new ArrayList<>(values)));
        for (String pair : new String(bytes, StandardCharsets.UTF_8).split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                all.computeIfAbsent(decoded(name), any -> new ArrayList<>()).add(decoded(value));
            }
        }
        return all;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.strip(), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw QueryProblem.ofParameter(
                    "form",
                    "form: expected pairs in URL encoding, found " + Parameters.quoted(text));
        }
    }
}
