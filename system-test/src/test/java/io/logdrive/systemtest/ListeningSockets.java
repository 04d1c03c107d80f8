package io.logdrive.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What {@code ss -lntup} shows for one process, read from {@code /proc}. Immutable. */
final class ListeningSockets {
    private static final String LISTEN = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private ListeningSockets() {}

    /** The sockets on which the process can be reached, as {@code tcp 127.0.0.1:8080}. */
    static Set<String> of(long pid) {
        Set<String> inodes = socketInodes(pid);
        Set<String> found = new TreeSet<>();
        for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
            for (String line : lines(Path.of("/proc/net", table))) {
                String[] columns = line.strip().split("\\s+", -1);
                boolean reachable = table.startsWith("udp") || columns[STATE].equals(LISTEN);
                if (columns.length > INODE && reachable && inodes.contains(columns[INODE])) {
                    found.add(table.substring(0, 3) + " " + address(columns[LOCAL_ADDRESS]));
                }
            }
        }
        return found;
    }

    private static Set<String> socketInodes(long pid) {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                String target = target(descriptor);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.replaceAll("\\D", ""));
                }
            }
            return inodes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // Closed since it was listed.
        }
    }

    private static List<String> lines(Path table) {
        try {
            return Files.exists(table) ? Files.readAllLines(table) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The kernel writes addresses as words in the byte order of the machine, here little endian.
     */
    private static String address(String hex) {
        String[] parts = hex.split(":", 2);
        int port = Integer.parseInt(parts[1], 16);
        String host =
                switch (parts[0]) {
                    case "0100007F", "0000000000000000FFFF00000100007F" -> "127.0.0.1";
                    case "00000000000000000000000001000000" -> "::1";
                    case "00000000", "00000000000000000000000000000000" -> "any";
                    default -> parts[0];
                };
        return host + ":" + port;
    }
}
