package io.logdrive.payara.access;

import java.util.List;

/**
 * An answer to who is not let in, as RFC 9457 writes it.
 *
 * <p>Immutable.
 *
 * @param status of HTTP
 * @param title the status in words
 * @param reason a word for programs: {@code no-users}, {@code not-encrypted} …
 * @param detail what is wrong and, where it is ours to mend, how
 * @param headers beside the content type
 */
public record Refusal(
        int status, String title, String reason, String detail, List<Header> headers) {
    /** The content type of {@link #json}. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** The body. */
    public String json() {
        return ProblemText.of(status, title, detail, reason);
    }

    /** One header of the answer. Immutable. */
    public record Header(String name, String value) {}
}
