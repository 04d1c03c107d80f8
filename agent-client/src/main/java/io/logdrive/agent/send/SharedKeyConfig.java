package io.logdrive.agent.send;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the agent proves to know, and to whom it belongs (wire/PROTOCOL.md, "Handshake").
 *
 * @param key secret
 * @param hostName what the agent calls itself; a server must not call itself the same
 * @param user whom the server asks a password of; null: nobody
 * @param password secret; null when there is no user
 *     <p>Immutable.
 */
public record SharedKeyConfig(
        String key, String hostName, @Nullable String user, @Nullable String password) {
    private static final int CHARS_MAX = 1_024;

    /** Without a user. */
    public static SharedKeyConfig of(String key, String hostName) {
        return new SharedKeyConfig(key, hostName, null, null);
    }

    /** What is wrong with it; never what it is. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        expectLength(problems, "shared key", key);
        expectLength(problems, "shared key host name", hostName);
        if (user != null && password == null) {
            problems.add("shared key password: expected one for the user, found none");
        } else if (user == null && password != null) {
            problems.add("shared key user: expected one for the password, found none");
        }
        if (user != null) {
            expectLength(problems, "shared key user", user);
        }
        if (password != null) {
            expectLength(problems, "shared key password", password);
        }
        return problems;
    }

    private static void expectLength(List<String> problems, String what, String text) {
        if (text.isEmpty() || text.length() > CHARS_MAX) {
            problems.add(
                    what
                            + ": expected 1.."
                            + CHARS_MAX
                            + " characters, found "
                            + (text.isEmpty() ? "none" : text.length()));
        }
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "SharedKeyConfig[hostName=" + hostName + ", user=" + user + "]";
    }
}
