package io.logdrive.destination.query;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.logdrive.destination.store.Commits;
import io.logdrive.destination.store.CommittedReader;
import io.logdrive.destination.store.Deadline;
import io.logdrive.destination.store.MessageFilter;
import io.logdrive.destination.store.Store;
import io.logdrive.destination.store.StoreException;
import io.logdrive.destination.store.StoredMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * All live tails. One thread reads what was committed, once for all of them; another reads for
 * those that are behind, until they have caught up with the first. By ids, which are in the order
 * of commits, neither leaves a gap nor a double between the two.
 *
 * <p>Thread-safe.
 */
public final class Tails {
    private static final String LIVE_THREAD = "destination-tail-1";
    private static final String BEHIND_THREAD = "destination-tail-2";

    /** Another process may write into the same database; it does not wake us. */
    private static final long POLL_MILLIS = 100;

    private static final long BEHIND_POLL_MILLIS = 20;
    private static final int PART = 500;

    /** So few are each written to at every commit. */
    private static final int PROMPT_CLIENTS_MAX = 10;

    private static final long GATHER_MILLIS_MAX = 200;
    private static final int BACKLOG_LOOKS_MAX = 100_000;
    private static final Duration READ_MAX = Duration.ofSeconds(10);
    private static final long RETRY_MILLIS = 1_000;
    private static final long STUCK_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long JOIN_MILLIS = 2_000;
    private static final long NOWHERE = Long.MAX_VALUE;

    private final QueryConfig.Tails config;
    private final Store store;
    private final Commits commits;
    private final Slots slots;
    private final QueryEvents events = new QueryEvents();
    private final Thread live;
    private final Thread behind;
    private volatile boolean stopping;

    /** Confined to the live thread. */
    private long gatherNanos;

    @GuardedBy("this")
    private final List<TailClient> following = new ArrayList<>();

    @GuardedBy("this")
    private final List<TailClient> catching = new ArrayList<>();

    /** Up to where the live thread has read; nowhere while nobody follows. */
    @GuardedBy("this")
    private long position = NOWHERE;

    private Tails(QueryConfig.Tails config, Store store, ThreadFactory threads) {
        this.config = config;
        this.store = store;
        this.commits = store.commits();
        this.slots = new Slots("tail", config.max());
        this.live = threads.newThread(this::follow);
        this.live.setName(LIVE_THREAD);
        this.behind = threads.newThread(this::catchUp);
        this.behind.setName(BEHIND_THREAD);
    }

    static Tails start(QueryConfig.Tails config, Store store, ThreadFactory threads) {
        Tails tails = new Tails(config, store, threads);
        tails.live.start();
        tails.behind.start();
        return tails;
    }

    /**
     * Takes a slot for a tail, before its answer begins.
     *
     * @throws QueryProblem 429 when none is free
     */
    void reserve() {
        slots.take();
    }

    /** Gives back a slot for which no client was made. */
    void cancel() {
        slots.giveBack();
    }

    /** Begins a tail for which a slot was taken; it is given back when the client is closed. */
    TailClient begin(TailSearch search, TailOutlet outlet) {
        TailClient client = new TailClient(search, outlet, config.queueMax());
        synchronized (this) {
            catching.add(client);
            notifyAll();
        }
        if (stopping) {
            client.close();
        }
        return client;
    }

    /** How many there are. */
    int count() {
        return slots.taken();
    }

    /** Ends all. */
    public void stop() {
        stopping = true;
        commits.wake();
        synchronized (this) {
            notifyAll();
        }
        try {
            live.join(JOIN_MILLIS);
            behind.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (TailClient client : all()) {
            client.close();
        }
    }

    private void follow() {
        long seen = 0;
        long last = System.nanoTime();
        try (CommittedReader reader = store.committed()) {
            while (!stopping) {
                seen = commits.await(seen, POLL_MILLIS);
                long now = System.nanoTime();
                tend((now - last) / 1e9);
                last = now;
                readNew(reader);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readNew(CommittedReader reader) throws InterruptedException {
        long from = position();
        if (from == NOWHERE) {
            return;
        }
        try {
            long through = reader.lastId(Deadline.in(READ_MAX));
            while (from < through && !stopping) {
                if (from + PART < through && dropUpTo(through)) {
                    return;
                }
                List<StoredMessage> part = reader.after(from, through, PART, Deadline.in(READ_MAX));
                from = part.isEmpty() ? through : part.get(part.size() - 1).id();
                hand(part, from);
            }
        } catch (StoreException e) {
            events.tailFailed(e);
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        }
    }

    private synchronized long position() {
        if (following.isEmpty()) {
            position = NOWHERE;
        }
        return position;
    }

    /**
     * Counts what nobody has room for instead of reading it, where all want every message: ids are
     * without gaps. Returns whether it was so.
     */
    private synchronized boolean dropUpTo(long through) {
        if (!following.stream().allMatch(TailClient::wouldDropAll)) {
            return false;
        }
        position = through;
        following.forEach(client -> client.dropUpTo(through));
        return true;
    }

    private void hand(List<StoredMessage> part, long through) {
        List<TailClient> clients;
        synchronized (this) {
            position = through;
            clients = List.copyOf(following);
        }
        // Many tails have the same filter: what matches is looked up once for all of them.
        Map<MessageFilter, TailClient.Matching> byFilter = new HashMap<>();
        for (TailClient client : clients) {
            client.take(
                    byFilter.computeIfAbsent(
                            client.search().filter(), filter -> client.matching(part)),
                    through);
            client.pumpAfter(gatherNanos);
        }
    }

    /** Allowances, signs of life, and what is gone. */
    private void tend(double seconds) {
        List<TailClient> clients = all();
        int count = clients.size();
        double share = (double) config.rateMax() / Math.max(1, count);
        // A write costs more than a message: many clients get several messages with each.
        gatherNanos =
                count <= PROMPT_CLIENTS_MAX
                        ? 0
                        : TimeUnit.MILLISECONDS.toNanos(Math.min(GATHER_MILLIS_MAX, count));
        for (TailClient client : clients) {
            client.allow(share * seconds, share);
            client.pumpAfter(gatherNanos);
            client.beat(config.heartbeat().toNanos());
            if (client.stuckNanos() > STUCK_NANOS) {
                client.close();
            }
            if (client.isClosed()) {
                remove(client);
            }
        }
    }

    private synchronized void remove(TailClient client) {
        if (following.remove(client) || catching.remove(client)) {
            slots.giveBack();
        }
    }

    private synchronized List<TailClient> all() {
        List<TailClient> all = new ArrayList<>(following);
        all.addAll(catching);
        return all;
    }

    private void catchUp() {
        try (CommittedReader reader = store.committed()) {
            while (!stopping) {
                for (TailClient client : awaitCatching()) {
                    advance(client, reader);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<TailClient> awaitCatching() throws InterruptedException {
        while (catching.isEmpty() && !stopping) {
            wait();
        }
        // Those that have not taken yet what was read for them are looked at again a little later.
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BEHIND_POLL_MILLIS);
        long left = BEHIND_POLL_MILLIS;
        while (catching.stream().noneMatch(TailClient::isIdle) && !stopping && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        return List.copyOf(catching);
    }

    private void advance(TailClient client, CommittedReader reader) throws InterruptedException {
        if (!client.isIdle() || client.isClosed()) {
            return;
        }
        try {
            long through = reader.lastId(Deadline.in(READ_MAX));
            if (client.position() < 0) {
                backlog(client, reader, through);
            } else if (client.position() < through) {
                int part = Math.min(PART, config.queueMax());
                List<StoredMessage> messages =
                        reader.after(client.position(), through, part, Deadline.in(READ_MAX));
                client.offer(messages);
                if (messages.isEmpty()) {
                    client.moveTo(through);
                }
            } else {
                client.moveTo(through);
            }
            client.pump();
            if (client.position() >= through) {
                join(client);
            }
        } catch (StoreException e) {
            events.tailFailed(e);
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        }
    }

    private static void backlog(TailClient client, CommittedReader reader, long through) {
        TailSearch search = client.search();
        if (search.backlog() > 0) {
            List<StoredMessage> last =
                    new ArrayList<>(
                            reader.last(
                                    search.filter(),
                                    through,
                                    search.backlog(),
                                    BACKLOG_LOOKS_MAX,
                                    Deadline.in(READ_MAX)));
            Collections.reverse(last);
            client.offer(last);
        }
        client.moveTo(through);
    }

    /** To the live ones, if these have not read beyond what the client has. */
    private synchronized void join(TailClient client) {
        if (following.isEmpty()) {
            position = NOWHERE;
        }
        boolean first = position == NOWHERE;
        if ((first || position <= client.position()) && catching.remove(client)) {
            // A client ahead of the others leaves out by itself what it has.
            position = first ? client.position() : position;
            following.add(client);
        }
    }
}
