package io.logdrive.payara.access;

import io.logdrive.payara.access.Credentials.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Finds in the headers of a request what it shows of who asks: {@code Authorization} with Basic
 * (RFC 7617) or Bearer (RFC 6750), or the cookie of a session. One of them at most: with two it
 * would depend on us who somebody is.
 *
 * <p>Thread-safe.
 */
final class CredentialsReader {
    /** The cookie that says which session. */
    static final String COOKIE = "logdrive-session";

    private static final String HEADER = "Authorization";
    private static final int HEADER_CHARS_MAX = 4_096;
    private static final int NAME_CHARS_MAX = 256;
    private static final int SECRET_BYTES_MAX = 1_024;

    private CredentialsReader() {}

    /** What becomes of reading. */
    sealed interface Outcome {}

    /** As it was shown. Immutable. */
    record Read(Credentials credentials) implements Outcome {}

    /**
     * Something was shown, and nobody can say what.
     *
     * @param challenge whether another scheme may help
     * @param problem what is wrong with it, without what it was
     *     <p>Immutable.
     */
    record Unreadable(boolean challenge, String problem) implements Outcome {}

    static Outcome read(AccessRequest request) {
        List<String> authorizations = request.headers().values(HEADER);
        List<String> cookies = cookies(request);
        if (authorizations.size() + cookies.size() == 0) {
            return new Read(Credentials.none(request.remote()));
        }
        if (authorizations.size() > 1) {
            return malformed("Authorization: expected one, found " + authorizations.size());
        }
        if (cookies.size() > 1) {
            return malformed("cookie " + COOKIE + ": expected one, found " + cookies.size());
        }
        if (authorizations.size() + cookies.size() > 1) {
            return malformed(
                    "credentials: expected one kind, found Authorization and the cookie " + COOKIE);
        }
        return cookies.isEmpty()
                ? ofHeader(authorizations.get(0), request.remote())
                : ofCookie(cookies.get(0), request.remote());
    }

    private static List<String> cookies(AccessRequest request) {
        List<String> found = new ArrayList<>();
        for (String header : request.headers().values("Cookie")) {
            for (String pair : header.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(COOKIE)) {
                    found.add(pair.substring(equals + 1).strip());
                }
            }
        }
        return found;
    }

    private static Outcome ofCookie(String value, String address) {
        return value.length() <= SECRET_BYTES_MAX && value.matches("[A-Za-z0-9_-]+")
                ? new Read(new Credentials(Kind.SESSION, "", value, address))
                : malformed("cookie " + COOKIE + ": expected what a log-in gave, found another");
    }

    private static Outcome ofHeader(String header, String address) {
        if (header.length() > HEADER_CHARS_MAX) {
            return malformed(
                    HEADER
                            + ": expected at most "
                            + HEADER_CHARS_MAX
                            + " characters, found "
                            + header.length());
        }
        int blank = header.indexOf(' ');
        String scheme = (blank < 0 ? header : header.substring(0, blank)).toLowerCase(Locale.ROOT);
        String rest = blank < 0 ? "" : header.substring(blank + 1).strip();
        return switch (scheme) {
            case "basic" -> basic(rest, address);
            case "bearer" -> bearer(rest, address);
            default -> new Unreadable(true, HEADER + ": expected Basic or Bearer, found another");
        };
    }

    private static Outcome bearer(String token, String address) {
        return token.length() <= SECRET_BYTES_MAX && token.matches("[A-Za-z0-9._~+/-]+=*")
                ? new Read(new Credentials(Kind.BEARER, "", token, address))
                : malformed(HEADER + ": expected Bearer and a token, found something else");
    }

    private static Outcome basic(String encoded, String address) {
        String text;
        try {
            text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)))
                            .toString();
        } catch (IllegalArgumentException e) {
            return malformed(HEADER + ": expected Basic and Base64, found something else");
        } catch (CharacterCodingException e) {
            return malformed(HEADER + ": expected a name and password in UTF-8, found others");
        }
        int colon = text.indexOf(':');
        if (colon < 1) {
            return malformed(HEADER + ": expected a name, a colon and a password, found no such");
        }
        String name = text.substring(0, colon);
        String password = text.substring(colon + 1);
        if (name.length() > NAME_CHARS_MAX) {
            return malformed(
                    HEADER + ": expected a name of at most " + NAME_CHARS_MAX + " characters");
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > SECRET_BYTES_MAX) {
            return malformed(
                    HEADER + ": expected a password of at most " + SECRET_BYTES_MAX + " bytes");
        }
        // As RFC 7617 has it; and no database takes a U+0000.
        if (text.chars().anyMatch(Character::isISOControl)) {
            return malformed(HEADER + ": expected no control characters, found one");
        }
        return new Read(new Credentials(Kind.BASIC, name, password, address));
    }

    private static Outcome malformed(String problem) {
        return new Unreadable(false, problem);
    }
}
