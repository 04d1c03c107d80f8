package io.logdrive.ingest.queue;

import java.util.regex.Pattern;

/** The URL of an external broker, which may carry passwords of key stores. Thread-safe. */
final class BrokerUrl {
    private static final Pattern PASSWORD =
            Pattern.compile("([A-Za-z]*[Pp]ass(?:word|phrase)[A-Za-z]*=)[^&;,)#]*");
    private static final Pattern USER_PASSWORD = Pattern.compile("(//[^/@:?,]*:)[^/@,]*@");

    private BrokerUrl() {}

    /** As it may be shown: every password as asterisks. */
    static String masked(String url) {
        String withoutUser = USER_PASSWORD.matcher(url).replaceAll("$1********@");
        return PASSWORD.matcher(withoutUser).replaceAll("$1********");
    }

    /** Whether it is of a broker in another process: {@code tcp://…} or a list of such. */
    static boolean isExternal(String url) {
        return url.startsWith("tcp://") || url.startsWith("(tcp://");
    }
}
