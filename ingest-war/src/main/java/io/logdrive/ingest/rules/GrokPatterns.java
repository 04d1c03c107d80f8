package io.logdrive.ingest.rules;

import io.logdrive.payara.NearestName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Grok patterns, whose names in common use stand for expressions of RE2: without look-around and
 * atomic groups, which no line here needs.
 *
 * <p>Immutable.
 */
final class GrokPatterns {
    private static final int DEPTH_MAX = 20;
    private static final int LENGTH_MAX = 20_000;
    private static final Pattern USE =
            Pattern.compile("%\\{(\\w+)(?::([\\w.@-]+))?(?::(int|long|float|double))?}");
    private static final Map<String, String> STANDARD = standard();

    private final Map<String, String> patterns;

    /**
     * @param own of the user, which count more than those in common use
     */
    GrokPatterns(Map<String, String> own) {
        patterns = new HashMap<>(STANDARD);
        patterns.putAll(own);
    }

    /** All names, in the order of the alphabet. */
    Set<String> names() {
        return new TreeSet<>(patterns.keySet());
    }

    /**
     * An expression and what its groups are.
     *
     * @param regex with groups {@code g0}, {@code g1} …
     * @param fields the name of the field of each
     *     <p>Immutable.
     */
    record Translated(String regex, Map<String, String> fields) {}

    /**
     * Translates.
     *
     * @throws IllegalArgumentException with what was expected and found
     */
    Translated translate(String grok) {
        Map<String, String> fields = new LinkedHashMap<>();
        StringBuilder regex = new StringBuilder();
        expand(grok, regex, fields, 0);
        return new Translated(regex.toString(), fields);
    }

    private void expand(String grok, StringBuilder regex, Map<String, String> fields, int depth) {
        if (depth > DEPTH_MAX) {
            throw new IllegalArgumentException(
                    "expected patterns at most " + DEPTH_MAX + " deep, found more");
        }
        Matcher use = USE.matcher(grok);
        int copied = 0;
        while (use.find()) {
            regex.append(grok, copied, use.start());
            copied = use.end();
            String pattern = patterns.get(use.group(1));
            if (pattern == null) {
                throw new IllegalArgumentException(
                        "expected a known pattern ("
                                + hint(use.group(1))
                                + "), found %{"
                                + use.group(1)
                                + "}");
            }
            if (use.group(2) == null) {
                regex.append("(?:");
            } else {
                String group = "g" + fields.size();
                fields.put(group, use.group(2));
                regex.append("(?P<").append(group).append('>');
            }
            expand(pattern, regex, fields, depth + 1);
            regex.append(')');
            if (regex.length() > LENGTH_MAX) {
                throw new IllegalArgumentException(
                        "expected a pattern of at most "
                                + LENGTH_MAX
                                + " characters with those in it written out, found more");
            }
        }
        regex.append(grok, copied, grok.length());
    }

    private String hint(String name) {
        String near = NearestName.near(name, patterns.keySet());
        return near == null ? "docs/processing.md has them" : "nearest: " + near;
    }

    private static Map<String, String> standard() {
        Map<String, String> all = new TreeMap<>();
        addWords(all);
        addNetwork(all);
        addTimes(all);
        addLines(all);
        return all;
    }

    private static void addWords(Map<String, String> all) {
        all.put("DATA", ".*?");
        all.put("GREEDYDATA", ".*");
        all.put("NOTSPACE", "\\S+");
        all.put("SPACE", "\\s*");
        all.put("WORD", "\\b\\w+\\b");
        all.put("USERNAME", "[a-zA-Z0-9._-]+");
        all.put("USER", "%{USERNAME}");
        all.put("EMAILLOCALPART", "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}");
        all.put("EMAILADDRESS", "%{EMAILLOCALPART}@%{HOSTNAME}");
        all.put("INT", "[+-]?[0-9]+");
        all.put("BASE10NUM", "[+-]?(?:[0-9]+(?:\\.[0-9]+)?|\\.[0-9]+)");
        all.put("NUMBER", "%{BASE10NUM}");
        all.put("BASE16NUM", "[+-]?(?:0x)?[0-9A-Fa-f]+");
        all.put(
                "BASE16FLOAT",
                "\\b[+-]?(?:0x)?" + "(?:[0-9A-Fa-f]+(?:\\.[0-9A-Fa-f]*)?|\\.[0-9A-Fa-f]+)\\b");
        all.put("POSINT", "\\b[1-9][0-9]*\\b");
        all.put("NONNEGINT", "\\b[0-9]+\\b");
        all.put("BOOLEAN", "(?:[Tt]rue|TRUE|[Ff]alse|FALSE)");
        all.put("QUOTEDSTRING", "(?:\"(?:\\\\.|[^\\\\\"])*\"|'(?:\\\\.|[^\\\\'])*')");
        all.put("QS", "%{QUOTEDSTRING}");
        all.put("UUID", "[A-Fa-f0-9]{8}-(?:[A-Fa-f0-9]{4}-){3}[A-Fa-f0-9]{12}");
        all.put("URN", "urn:[0-9A-Za-z][0-9A-Za-z-]{0,31}:[^\\s\"<>]+");
        all.put("PROG", "[\\x21-\\x5a\\x5c\\x5e-\\x7e]+");
        all.put("JAVACLASS", "(?:[a-zA-Z$_][\\w$]*\\.)*[a-zA-Z$_][\\w$]*");
        all.put("JAVAMETHOD", "(?:<init>|<clinit>|[a-zA-Z$_][\\w$]*)");
        all.put("JAVAFILE", "[\\w.$ -]+");
        all.put("JAVATHREAD", "[^\\]\\n]+");
        all.put(
                "LOGLEVEL",
                "(?i:trace|debug|info(?:rmation)?|notice|warn(?:ing)?|err(?:or)?"
                        + "|severe|crit(?:ical)?|fatal|alert|emerg(?:ency)?|panic)");
    }

    private static void addNetwork(Map<String, String> all) {
        String octet = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
        all.put("IPV4", octet + "\\." + octet + "\\." + octet + "\\." + octet);
        all.put("IPV6", "(?:[0-9A-Fa-f]{0,4}:){2,7}(?:%{IPV4}|[0-9A-Fa-f]{0,4})(?:%[\\w.-]+)?");
        all.put("IP", "(?:%{IPV6}|%{IPV4})");
        all.put(
                "HOSTNAME",
                "[0-9A-Za-z][0-9A-Za-z_-]{0,62}" + "(?:\\.[0-9A-Za-z][0-9A-Za-z_-]{0,62})*\\.?");
        all.put("HOST", "%{HOSTNAME}");
        all.put("IPORHOST", "(?:%{IP}|%{HOSTNAME})");
        all.put("HOSTPORT", "%{IPORHOST}:%{POSINT}");
        all.put("MAC", "[A-Fa-f0-9]{2}(?:[:-][A-Fa-f0-9]{2}){5}");
        all.put("URIPROTO", "[A-Za-z][A-Za-z0-9+.-]*");
        all.put("URIHOST", "%{IPORHOST}(?::%{POSINT})?");
        all.put("URIPATH", "(?:/[^\\s?#\"]*)+");
        all.put("URIPARAM", "\\?[^\\s#\"]*");
        all.put("URIPATHPARAM", "%{URIPATH}(?:%{URIPARAM})?");
        all.put(
                "URI",
                "%{URIPROTO}://(?:%{USER}(?::[^@\\s]*)?@)?(?:%{URIHOST})?"
                        + "(?:%{URIPATHPARAM})?");
        all.put("UNIXPATH", "(?:/[^/\\s]*)+");
        all.put("WINPATH", "(?:[A-Za-z]:|\\\\)(?:\\\\[^\\\\?*\\s]*)+");
        all.put("PATH", "(?:%{UNIXPATH}|%{WINPATH})");
    }

    private static void addTimes(Map<String, String> all) {
        all.put(
                "MONTH",
                "\\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?"
                        + "|Aug(?:ust)?|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?"
                        + "|Dec(?:ember)?)\\b");
        all.put("MONTHNUM", "(?:0?[1-9]|1[0-2])");
        all.put("MONTHNUM2", "(?:0[1-9]|1[0-2])");
        all.put("MONTHDAY", "(?:0[1-9]|[12][0-9]|3[01]|[1-9])");
        all.put(
                "DAY",
                "\\b(?:Mon(?:day)?|Tue(?:sday)?|Wed(?:nesday)?|Thu(?:rsday)?|Fri(?:day)?"
                        + "|Sat(?:urday)?|Sun(?:day)?)\\b");
        all.put("YEAR", "(?:[0-9]{4}|[0-9]{2})");
        all.put("HOUR", "(?:2[0-3]|[01]?[0-9])");
        all.put("MINUTE", "[0-5][0-9]");
        all.put("SECOND", "(?:[0-5]?[0-9]|60)(?:[:.,][0-9]+)?");
        all.put("TIME", "%{HOUR}:%{MINUTE}(?::%{SECOND})?");
        all.put("TZ", "[A-Z]{3,4}");
        all.put("ISO8601_TIMEZONE", "(?:Z|[+-]%{HOUR}(?::?%{MINUTE})?)");
        all.put("DATE_US", "%{MONTHNUM}[/-]%{MONTHDAY}[/-]%{YEAR}");
        all.put("DATE_EU", "%{MONTHDAY}[./-]%{MONTHNUM}[./-]%{YEAR}");
        all.put("DATE", "(?:%{DATE_US}|%{DATE_EU})");
        all.put("DATESTAMP", "%{DATE}[- ]%{TIME}");
        all.put(
                "TIMESTAMP_ISO8601",
                "%{YEAR}-%{MONTHNUM}-%{MONTHDAY}[T ]%{HOUR}:?%{MINUTE}"
                        + "(?::?%{SECOND})?(?: ?%{ISO8601_TIMEZONE})?");
        all.put("HTTPDATE", "%{MONTHDAY}/%{MONTH}/%{YEAR}:%{TIME} %{INT}");
        all.put("SYSLOGTIMESTAMP", "%{MONTH} +%{MONTHDAY} %{TIME}");
        all.put("DATESTAMP_RFC2822", "%{DAY}, %{MONTHDAY} %{MONTH} %{YEAR} %{TIME} %{INT}");
        all.put("DATESTAMP_OTHER", "%{DAY} %{MONTH} +%{MONTHDAY} %{TIME} %{TZ} %{YEAR}");
        all.put("HTTPDERROR_DATE", "%{DAY} %{MONTH} +%{MONTHDAY} %{TIME} %{YEAR}");
    }

    private static void addLines(Map<String, String> all) {
        all.put("SYSLOGHOST", "%{IPORHOST}");
        all.put("SYSLOGPROG", "%{PROG:process}(?:\\[%{POSINT:pid}\\])?");
        all.put("SYSLOGBASE", "%{SYSLOGTIMESTAMP:time} %{SYSLOGHOST:host} %{SYSLOGPROG}:");
        all.put("SYSLOGLINE", "%{SYSLOGBASE} %{GREEDYDATA:message}");
        all.put("HTTPDUSER", "(?:%{EMAILADDRESS}|%{USER})");
        all.put(
                "COMMONAPACHELOG",
                "%{IPORHOST:client} %{HTTPDUSER:ident} %{HTTPDUSER:user}"
                        + " \\[%{HTTPDATE:time}\\] \"(?:%{WORD:method} %{NOTSPACE:path}"
                        + "(?: HTTP/%{NUMBER:protocol})?|%{DATA:request})\" %{INT:status}"
                        + " (?:%{INT:bytes}|-)");
        all.put("COMBINEDAPACHELOG", "%{COMMONAPACHELOG} %{QS:referer} %{QS:agent}");
    }
}
