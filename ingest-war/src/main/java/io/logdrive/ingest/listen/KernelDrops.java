package io.logdrive.ingest.listen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How many datagrams the kernel has thrown away because a socket's buffer was full: the last column
 * of {@code /proc/net/udp}. Java cannot ask the socket itself (SO_RXQ_OVFL).
 *
 * <p>Immutable.
 */
final class KernelDrops {
    /** Not on Linux, say. */
    static final long UNKNOWN = -1;

    private static final List<String> TABLES = List.of("udp", "udp6");
    private static final int LOCAL_ADDRESS = 1;
    private static final int INODE = 9;
    private static final int DROPS = 12;

    private final Path tables;
    private final String inode;

    private KernelDrops(Path tables, String inode) {
        this.tables = tables;
        this.inode = inode;
    }

    /** Of this process's socket on that port. */
    static KernelDrops of(int port) {
        return of(Path.of("/proc/net"), Path.of("/proc/self/fd"), port);
    }

    /**
     * @param tables the folder of the kernel's tables
     * @param descriptors the folder of this process's descriptors
     */
    static KernelDrops of(Path tables, Path descriptors, int port) {
        Set<String> own = sockets(descriptors);
        String suffix = String.format(":%04X", port);
        for (String table : TABLES) {
            for (String[] row : rows(tables.resolve(table))) {
                // Others may have the same port on another address.
                if (row[LOCAL_ADDRESS].endsWith(suffix) && own.contains(row[INODE])) {
                    return new KernelDrops(tables, row[INODE]);
                }
            }
        }
        return new KernelDrops(tables, "");
    }

    /** Whether the kernel says it at all. */
    boolean isKnown() {
        return !inode.isEmpty();
    }

    /** Since the socket was opened, modulo 2³²; or {@link #UNKNOWN}. */
    long count() {
        if (!inode.isEmpty()) {
            for (String table : TABLES) {
                for (String[] row : rows(tables.resolve(table))) {
                    if (row[INODE].equals(inode)) {
                        return Long.parseLong(row[DROPS]);
                    }
                }
            }
        }
        return UNKNOWN;
    }

    private static Set<String> sockets(Path descriptors) {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> all = Files.list(descriptors)) {
            for (Path descriptor : all.toList()) {
                String target = target(descriptor);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        } catch (IOException e) {
            // Then its drops are unknown, and said to be.
        }
        return inodes;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // Closed since it was listed.
        }
    }

    private static List<String[]> rows(Path table) {
        try (Stream<String> lines = Files.lines(table)) {
            return lines.skip(1)
                    .map(line -> line.strip().split("\\s+", -1))
                    .filter(row -> row.length > DROPS)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
