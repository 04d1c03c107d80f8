package io.logdrive.payara;

/**
 * A request that JAX-RS itself refuses, because no resource takes it; both WARs say why in the same
 * words.
 *
 * <p>Immutable.
 *
 * @param method such as {@code GET}
 * @param path as asked for, from the root of the server on
 * @param accept the header, empty when there is none
 * @param contentType the header, empty when there is none
 */
public record UntakenRequest(String method, String path, String accept, String contentType) {
    private static final int SHOWN_MAX = 100;

    /**
     * What was expected and found.
     *
     * @param status of the refusal
     * @param allowed the methods that the path has
     * @param produced the media types that the path has
     * @param consumed the media type that a body must have
     */
    public String detail(int status, String allowed, String produced, String consumed) {
        return switch (status) {
            case 404 -> "path: expected one that there is, found " + shown(path);
            case 405 -> "method: expected one of " + allowed + ", found " + shown(method);
            case 406 -> "Accept: expected " + produced + ", found " + shown(accept);
            case 415 -> "Content-Type: expected " + consumed + ", found " + shown(contentType);
            default -> "expected another request";
        };
    }

    private static String shown(String text) {
        if (text.isEmpty()) {
            return "none";
        }
        String cut = text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
