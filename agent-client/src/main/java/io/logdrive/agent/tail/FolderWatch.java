package io.logdrive.agent.tail;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Is told by the operating system that names in folders came or went. Growth is not watched: a busy
 * file would tell of each of its writes, and looking at sizes costs less.
 *
 * <p>Confined to the thread {@code agent-tail}.
 */
final class FolderWatch implements AutoCloseable {
    private final @Nullable WatchService service;
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private final Set<Path> refused = new HashSet<>();

    private FolderWatch(@Nullable WatchService service) {
        this.service = service;
    }

    /** Where the operating system has no more watches to give, folders are only scanned. */
    static FolderWatch open(TailEvents events) {
        try {
            return new FolderWatch(FileSystems.getDefault().newWatchService());
        } catch (IOException e) {
            events.unwatched(Path.of("/"), e);
            return new FolderWatch(null);
        }
    }

    /** Watches these folders and no others; those that cannot be watched are only scanned. */
    void watch(Set<Path> folders, TailEvents events) {
        if (service == null) {
            return;
        }
        keys.entrySet().removeIf(entry -> !keeps(entry.getKey(), entry.getValue(), folders));
        for (Path folder : folders) {
            if (!keys.containsKey(folder) && !refused.contains(folder)) {
                try {
                    keys.put(
                            folder,
                            folder.register(
                                    service,
                                    StandardWatchEventKinds.ENTRY_CREATE,
                                    StandardWatchEventKinds.ENTRY_DELETE));
                } catch (IOException e) {
                    refused.add(folder);
                    events.unwatched(folder, e);
                }
            }
        }
    }

    private static boolean keeps(Path folder, WatchKey key, Set<Path> folders) {
        boolean kept = key.isValid() && folders.contains(folder);
        if (!kept) {
            key.cancel();
        }
        return kept;
    }

    /** Waits until something came or went, or that long; answers whether something did. */
    boolean await(long millis) throws InterruptedException {
        if (service == null) {
            TimeUnit.MILLISECONDS.sleep(millis);
            return false;
        }
        try {
            WatchKey key = service.poll(millis, TimeUnit.MILLISECONDS);
            boolean changed = key != null;
            while (key != null) {
                key.pollEvents();
                key.reset();
                key = service.poll();
            }
            return changed;
        } catch (ClosedWatchServiceException e) {
            throw new IllegalStateException("watch: expected it open, found it closed", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (service != null) {
            service.close();
        }
    }
}
