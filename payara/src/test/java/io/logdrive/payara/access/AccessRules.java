package io.logdrive.payara.access;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The security constraints of a web.xml, read as a container reads them. Immutable once read. */
public final class AccessRules {
    /** Who need not be known. */
    public static final String ANYBODY = "anybody";

    /** What is not covered: denied to everybody. */
    public static final String NOBODY = "nobody";

    /** Of whatever has no pattern of its own. */
    private static final String ALL_ELSE = "/*";

    private final List<Rule> rules = new ArrayList<>();
    private final boolean deniesUncovered;
    private boolean openRoot;

    private AccessRules(Document document) {
        NodeList constraints = document.getElementsByTagName("security-constraint");
        for (int i = 0; i < constraints.getLength(); i++) {
            Element constraint = (Element) constraints.item(i);
            List<String> roles = texts(constraint, "role-name");
            boolean open = constraint.getElementsByTagName("auth-constraint").getLength() == 0;
            // Beside the admin of all else, who asks for the root.
            boolean hasStart = roles.remove(Groups.START);
            if (roles.size() > 1 || (!open && roles.isEmpty())) {
                throw new IllegalArgumentException("auth-constraint: expected one role");
            }
            NodeList collections = constraint.getElementsByTagName("web-resource-collection");
            for (int j = 0; j < collections.getLength(); j++) {
                Element collection = (Element) collections.item(j);
                for (String pattern : texts(collection, "url-pattern")) {
                    rules.add(
                            new Rule(
                                    pattern,
                                    new TreeSet<>(texts(collection, "http-method")),
                                    new TreeSet<>(texts(collection, "http-method-omission")),
                                    open ? ANYBODY : roles.get(0)));
                    openRoot |= hasStart && pattern.equals(ALL_ELSE);
                }
            }
        }
        deniesUncovered =
                document.getElementsByTagName("deny-uncovered-http-methods").getLength() == 1;
    }

    /** Reads a web.xml. */
    public static AccessRules read(Path file) throws IOException {
        try {
            return new AccessRules(
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()));
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(e);
        }
    }

    /** Whether what is not covered is denied; else it would be open. */
    public boolean deniesUncovered() {
        return deniesUncovered;
    }

    /** Who may do that: a role, {@link #ANYBODY} or {@link #NOBODY}. */
    public String who(String method, String path) {
        if (path.isEmpty() && openRoot && (method.equals("GET") || method.equals("HEAD"))) {
            return ANYBODY;
        }
        String pattern = pattern(path);
        List<String> who =
                rules.stream()
                        .filter(rule -> rule.pattern.equals(pattern) && rule.isOf(method))
                        .map(Rule::who)
                        .distinct()
                        .toList();
        if (who.size() > 1) {
            throw new IllegalStateException(method + " " + path + ": expected one, found " + who);
        }
        return who.isEmpty() ? NOBODY : who.get(0);
    }

    /** Whether the path has a pattern of its own. */
    public boolean isNamed(String path) {
        return (path.isEmpty() && openRoot) || !pattern(path).equals(ALL_ELSE);
    }

    /** What is named and is of no operation. */
    public Set<String> stale(Collection<Operation> operations) {
        Set<String> stale = new TreeSet<>();
        for (Rule rule : rules) {
            for (String method : rule.methods) {
                if (operations.stream()
                        .noneMatch(
                                operation ->
                                        operation.method().equals(method)
                                                && pattern(operation.example())
                                                        .equals(rule.pattern))) {
                    stale.add(method + " " + rule.pattern);
                }
            }
        }
        return stale;
    }

    /** Who may do each of the operations. */
    public Map<String, String> whoMay(Collection<Operation> operations, String root) {
        Map<String, String> who = new TreeMap<>();
        for (Operation operation : operations) {
            if (!operation.method().equals("HEAD")) {
                who.put(
                        operation.method() + " " + root + operation.path(),
                        who(operation.method(), operation.example()));
            }
        }
        return who;
    }

    /** The only pattern that counts: the path itself, else the longest before a slash and star. */
    private String pattern(String path) {
        return rules.stream()
                .map(Rule::pattern)
                .filter(pattern -> matches(pattern, path))
                .max(
                        Comparator.comparing((String pattern) -> !pattern.endsWith("/*"))
                                .thenComparing(String::length))
                .orElseThrow();
    }

    private static boolean matches(String pattern, String path) {
        if (!pattern.endsWith("/*")) {
            return pattern.equals(path);
        }
        String folder = pattern.substring(0, pattern.length() - 2);
        return path.equals(folder) || path.startsWith(folder + "/");
    }

    private static List<String> texts(Element parent, String name) {
        List<String> texts = new ArrayList<>();
        NodeList found = parent.getElementsByTagName(name);
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent().strip());
        }
        return texts;
    }

    /** Immutable. */
    private record Rule(String pattern, Set<String> methods, Set<String> omitted, String who) {
        boolean isOf(String method) {
            return methods.isEmpty() ? !omitted.contains(method) : methods.contains(method);
        }
    }
}
